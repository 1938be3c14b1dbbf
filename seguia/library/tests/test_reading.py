"""Reading: who sees what in which state, lists of constant cost, filters, languages, machines."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override

from seguia.core.errors import NotFound
from seguia.core.permissions import allowed
from seguia.library import services
from seguia.library.models import Method, Status
from seguia.library.queries import method_for, methods_by_id, published_methods
from seguia.library.tests.shelf import (
    changed,
    draft,
    networks,
    published,
    signed_in,
    submitted,
    town_draft,
    with_document,
)
from seguia.membership.models import Representation
from seguia.search.index.follower import rebuild
from seguia.ui.tests.markup import Page as Markup

TOKENS = re.compile(r'name="(?:csrfmiddlewaretoken|form_key)" value="[^"]*"')
ADDRESSES = ["/{}/library/", "/{}/library/?kind=guide&theme=energy&goal=12"]


def archived(cast, **more) -> Method:
    return services.archive_method(published(cast, **more), user=cast.mayor, reason="متجاوزة")


def one_of_each(cast) -> list[Method]:
    return [
        town_draft(cast, {"ar": "مسودة الجماعة"}),
        submitted(cast, {"ar": "مقدمة للمراجعة"}),
        archived(cast, title={"ar": "دليل مؤرشف"}),
        draft(cast.secretariat, None, {"fr": "Brouillon du réseau"}),
    ]


def test_lists_and_single_methods_agree_on_who_sees_what(cast):
    methods = [*one_of_each(cast), published(cast), networks(cast)]
    users = [AnonymousUser(), cast.stranger, cast.clerk, cast.mayor, cast.loos_mayor, cast.secretariat]
    for user in users:
        listed = set(Method.objects.visible_to(user))
        assert listed == {method for method in methods if allowed("library.view_method", user, method)}
    seen = {user: [m.status for m in methods if allowed("library.view_method", user, m)] for user in users[:4]}
    assert seen[cast.stranger] == ["published"] * 2
    assert seen[cast.clerk] == ["draft", "submitted", "archived", "published", "published"]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_strangers_see_nothing_of_what_is_not_public(cast, language):
    addresses = [
        *ADDRESSES,
        f"/{{}}/actions/{cast.arabic_action.public_id}/",
        "/{}/search/?q=مسودة",
        "/api/v1/methods",
        "/api/v1/search?q=مسودة",
    ]

    def pages(user) -> list[str]:
        cache.clear()
        client = signed_in(user) if user else Client()
        found = [client.get(address.format(language)).content.decode() for address in addresses]
        return [TOKENS.sub("", html) for html in found]

    rebuild()
    before = {user: pages(user) for user in (None, cast.stranger, cast.loos_mayor)}
    hidden = one_of_each(cast)
    for method in hidden[:2]:
        changed(method, cast.clerk, examples=[cast.arabic_action.public_id])
    rebuild()
    for user, was in before.items():
        assert pages(user) == was
        for method in hidden:
            client = signed_in(user) if user else Client()
            assert client.get(f"/{language}/library/{method.public_id}/").status_code == 404
            assert client.get(f"/api/v1/methods/{method.public_id}").status_code == 404


def test_role_that_ended_sees_nothing_at_the_next_request(cast):
    method, client = town_draft(cast), signed_in(cast.clerk)
    with override("ar"):
        address = method.get_absolute_url()
    assert client.get(address).status_code == 200
    Representation.objects.filter(user=cast.clerk).delete()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_for_one_and_three(cast, number, django_assert_num_queries):
    for n in range(number):
        method = published(cast, {"ar": f"دليل {n}", "fr": f"Guide {n}"}, examples=[cast.arabic_action.public_id])
        with_document(method, cast.clerk)
    client = Client()
    client.get("/fr/library/")
    with django_assert_num_queries(4):  # how many, themes of the form, methods, their themes
        client.get("/fr/library/")
    with django_assert_num_queries(3):
        client.get("/api/v1/methods")
    ids = list(Method.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        assert [method.pk for method in methods_by_id(reversed(ids))] == ids[::-1]


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_whatever_is_tied_to_it(cast, number, django_assert_num_queries):
    examples = [cast.arabic_action.public_id, cast.french_action.public_id]
    method = published(
        cast, examples=examples[:number], themes=["energy", "waste"][:number], goals=["12", "12.5"][:number]
    )
    for _ in range(number):
        with_document(method, cast.clerk)
    with override("ar"):
        address = method.get_absolute_url()
    with django_assert_num_queries(7):
        assert Client().get(address).status_code == 200


def test_methods_by_id_leaves_out_what_is_not_public(cast, django_assert_num_queries):
    hidden, shown = town_draft(cast), published(cast)
    assert methods_by_id([10**12, hidden.pk, shown.pk]) == [shown]
    with django_assert_num_queries(0):
        assert methods_by_id([]) == []
    assert list(published_methods()) == [shown]


def test_page_shows_texts_in_their_own_languages(cast):
    method = published(
        cast,
        {"ar": "قراءة العدادات", "fr": "Relever les compteurs"},
        body={"ar": "## خطوات <script>alert(1)</script>\n\n[رابط](javascript:x)", "fr": "## Étapes"},
        link="https://example.org/a?b=1&c=2",
        source="مصدر",
        year=2021,
    )
    document = with_document(method, cast.clerk)
    for language in ("ar", "fr", "en"):
        html = Client().get(f"/{language}/library/{method.public_id}/").content.decode()
        assert Markup(html).faults == []
        assert "<script>alert" not in html
        assert 'href="javascript' not in html
        assert "جدول للتعبئة" in html
        assert f"/files/{document.file.public_id}/" in html
    html = Client().get(f"/fr/library/{method.public_id}/?text=ar").content.decode()
    assert '<h1><bdi lang="ar" dir="rtl">قراءة العدادات</bdi></h1>' in html
    assert Client().get(f"/fr/library/{method.public_id}/?text=zz").status_code == 200


def test_outdated_translation_says_so(cast):
    method = published(cast)
    changed(method, cast.clerk, title={"ar": "عنوان جديد", "fr": "Relever les compteurs"})
    assert "badge is-outdated" in Client().get(f"/fr/library/{method.public_id}/").content.decode()


def test_list_is_narrowed(cast):
    energy, waste = published(cast), networks(cast, {"fr": "Trier"}, themes=["waste"], kind="tool", goals=["12.5"])

    def found(query: str) -> set[Method]:
        return set(Client().get(f"/fr/library/?{query}").context["page"].object_list)

    assert found("") == {energy, waste}
    assert found("kind=tool") == {waste}
    assert found("theme=energy") == {energy}
    assert found("goal=12") == {energy, waste}
    assert found("goal=12.5&theme=waste") == {waste}
    assert found("theme=composting") == set()


def test_words_of_one_language_find_texts_of_another(cast):
    method = published(cast, {"ar": "دليل التسميد المنزلي"}, summary={"ar": "دليل للأسر"}, themes=["waste"])
    networks(cast, {"fr": "Éclairage"})
    rebuild()
    page = Client().get("/fr/library/?q=compostage").context["page"]
    assert list(page.object_list) == [method]
    assert list(Client().get("/fr/library/?q=compostage&kind=tool").context["page"].object_list) == []


@pytest.mark.parametrize(
    "query",
    [
        "kind=novel",
        "theme=nothing",
        "theme=a%00b",
        "goal=99",
        "goal=%00",
        "page=99999999999999999999999999",
        "page=-1",
        "q=%00%E2%80%AE",
        "q=" + "ا" * 3000,
        "theme=" + "x" * 5000,
    ],
)
def test_nonsense_is_told_and_never_a_fault_of_ours(cast, query):
    published(cast)
    assert Client().get(f"/ar/library/?{query}").status_code in {200, 400}
    assert Client().get(f"/api/v1/methods?{query}").status_code in {200, 400, 422}


@pytest.mark.parametrize("public_id", ["00000000", "zzzzzzzz", "ZZZZZZZZ"])
def test_unknown_methods_are_not_found(cast, public_id):
    for address in (f"/ar/library/{public_id}/", f"/ar/library/{public_id}/edit/", f"/api/v1/methods/{public_id}"):
        assert signed_in(cast.secretariat).get(address).status_code == 404
    with pytest.raises(NotFound):
        method_for(AnonymousUser(), public_id)


def test_documents_are_for_whom_the_method_is(cast):
    method = town_draft(cast)
    address = f"/files/{with_document(method, cast.clerk).file.public_id}/"
    assert [signed_in(user).get(address).status_code for user in (cast.mayor, cast.stranger)] == [200, 404]
    assert "private" in signed_in(cast.mayor).get(address)["Cache-Control"]
    services.submit_method(method, user=cast.clerk)
    services.publish_method(method, user=cast.secretariat)
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Disposition"][:10]) == (200, "attachment")


def test_unpublished_ones_stand_above_the_list_for_their_people(cast):
    mine, networks_own = submitted(cast), draft(cast.secretariat, None, {"fr": "À nous"})
    context = signed_in(cast.clerk).get("/ar/library/").context
    assert (context["unpublished"], context["may_write"]) == ([mine], True)
    assert signed_in(cast.secretariat).get("/ar/library/").context["unpublished"] == [networks_own]
    assert Client().get("/ar/library/").context["may_write"] is False


def test_api_tells_everything_of_a_published_method(cast):
    method = published(
        cast, examples=[cast.arabic_action.public_id], link="https://example.org", year=2021, source="مصدر"
    )
    with_document(method, cast.clerk)
    cast.french_action.methods.add(method)
    cast.draft.methods.add(method)
    answer = Client().get(f"/api/v1/methods/{method.public_id}", headers={"accept-language": "fr"})
    told = answer.json()
    assert told["kind"]["code"] == "guide"
    assert (told["title"]["ar"], told["label"]) == ("قراءة العدادات", "Relever les compteurs")
    assert set(told["examples"]) == {cast.arabic_action.public_id, cast.french_action.public_id}
    assert (told["documents"][0]["language"], told["licence"], told["year"]) == ("ar", "CC-BY-4.0", 2021)
    assert told["organisation"] == cast.chefchaouen_town.public_id
    again = Client().get(
        f"/api/v1/methods/{method.public_id}", headers={"if-none-match": answer["ETag"], "accept-language": "fr"}
    )
    assert again.status_code == 304
    networks(cast, {"fr": "Trier"}, themes=["waste"])
    listed = Client().get("/api/v1/methods?page_size=1").json()
    assert (listed["count"], len(listed["items"]), bool(listed["next"])) == (2, 1, True)
    assert Client().get("/api/v1/methods?theme=waste").json()["items"][0]["organisation"] is None
    assert Client().get("/api/v1/methods?language=ar").json()["count"] == 1


def test_sitemap_has_what_is_public(cast):
    shown, hidden = published(cast), town_draft(cast)
    xml = Client().get("/sitemap-library-1.xml").content.decode()
    assert shown.public_id in xml
    assert hidden.public_id not in xml
    assert hidden.status == Status.DRAFT
