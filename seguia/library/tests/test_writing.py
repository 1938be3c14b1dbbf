"""Writing: who may, what is refused, two at once, typed text that is never lost."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override

from seguia.audit.models import AuditEvent
from seguia.core.errors import Conflict, Refused
from seguia.core.idempotency import new_form_key
from seguia.core.translation_state import LanguageState
from seguia.library import services
from seguia.library.content import marks, merge, snapshot
from seguia.library.models import Method, MethodDocument, Status
from seguia.library.tests.shelf import (
    changed,
    draft,
    form_data,
    networks,
    published,
    signed_in,
    town_draft,
    with_document,
)
from seguia.search.models import Change
from seguia.ui.tests.markup import Page as Markup


def edit(method: Method, language: str = "ar") -> str:
    return f"/{language}/library/{method.public_id}/edit/"


def test_beginning_by_the_form_happens_once(cast):
    client = signed_in(cast.clerk)
    data = {
        "organisation": cast.chefchaouen_town.public_id,
        "kind": "tool",
        "language": "ar",
        "title": "أداة القياس",
        "form_key": new_form_key(),
    }
    assert Markup(client.get("/ar/library/new/").content.decode()).faults == []
    first, second = (client.post("/ar/library/new/", data) for _ in range(2))
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    method = Method.objects.get()
    assert (method.kind, method.status, method.original_language, method.author) == ("tool", "draft", "ar", cast.clerk)
    assert method.organisation == cast.chefchaouen_town
    assert AuditEvent.objects.filter(code="library.method.created", object_id=str(method.pk)).count() == 1


def test_who_may_begin_and_for_whom(cast):
    begin = {"kind": "guide", "language": "fr", "title": "Un guide"}
    for user, organisation in [
        (cast.stranger, cast.chefchaouen_town),
        (cast.stranger, None),
        (cast.loos_mayor, cast.chefchaouen_town),
        (cast.clerk, None),
        (cast.secretariat, cast.loos_town),
    ]:
        with pytest.raises(Refused):
            services.create_method(user=user, organisation=organisation, **begin)
    assert signed_in(cast.stranger).get("/fr/library/new/").status_code == 403
    assert services.create_method(user=cast.secretariat, organisation=None, **begin).organisation is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "novel"}, "kind"),
        ({"language": "xx"}, "title"),
        ({"title": ""}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "ط" * 161}, "title"),
        ({"summary": "س" * 601}, "summary"),
        ({"body": "a\u202eb"}, "body"),
    ],
)
def test_beginning_with_nonsense_is_refused_by_field(cast, changes, field):
    given = {"kind": "guide", "language": "ar", "title": "دليل", "summary": "", "body": ""} | changes
    with pytest.raises(ValidationError) as refused:
        services.create_method(user=cast.clerk, organisation=cast.chefchaouen_town, **given)
    assert field in refused.value.message_dict
    assert not Method.objects.exists()


def test_saving_by_the_form_keeps_everything(cast):
    method = town_draft(cast)
    client = signed_in(cast.mayor)
    html = client.get(edit(method)).content.decode()
    assert Markup(html).faults == []
    changes = {
        "title_en": "Reading meters",
        "link": "https://example.org/guide",
        "source": "دليل المقتصد",
        "publisher": "AMEV",
        "year": "2021",
        "licence": "CC0-1.0",
        "examples": f"https://seguia.example/ar/actions/{cast.arabic_action.public_id}/?text=ar\n",
    }
    answer = client.post(edit(method), form_data(method, **changes))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    method.refresh_from_db()
    assert method.title["en"] == "Reading meters"
    assert (method.link, method.year, method.licence) == ("https://example.org/guide", 2021, "CC0-1.0")
    assert [action.pk for action in method.examples.all()] == [cast.arabic_action.pk]
    assert method.language_report("en").state == LanguageState.PARTIAL
    assert f"{cast.arabic_action.public_id} · " in client.get(edit(method)).content.decode()


def test_saving_the_same_form_twice_or_unchanged_makes_one_version(cast):
    method = town_draft(cast)
    client, data = signed_in(cast.clerk), form_data(method, summary_fr="Mesurer")
    for _ in range(2):
        assert client.post(edit(method), data).status_code == 302
    assert client.post(edit(method), form_data(method)).status_code == 302
    assert Method.objects.get().version == method.version + 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"link": "http://example.org"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://exa\x00mple.org"}, "link"),
        ({"year": "99999999999999999999"}, "year"),
        ({"year": "1200"}, "year"),
        ({"examples": "not an address"}, "examples"),
        ({"examples": "zzzzzzzz"}, "examples"),
        ({"themes": ["nothing"]}, "themes"),
        ({"goals": ["99"]}, "goals"),
        ({"kind": "poem"}, "kind"),
        ({"title_ar": ""}, "title"),
        ({"original_language": "en"}, "title"),
        ({"source": "a\u202eb"}, "source"),
        ({"body_ar": "ب" * 40_001}, "body"),
        ({"body_ar": "a\x00b"}, "body"),
        ({"licence": "none"}, "licence"),
    ],
)
def test_faults_are_told_beside_the_field_and_typed_text_stays(cast, changes, field):
    method = town_draft(cast)
    answer = signed_in(cast.clerk).post(edit(method), form_data(method, summary_fr="À garder ✓", **changes))
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert "À garder ✓" in answer.content.decode()
    assert Method.objects.get().version == method.version


def test_draft_of_a_sheet_cannot_be_cited_and_a_withdrawn_one_stays(cast):
    method = town_draft(cast, examples=[cast.arabic_action.public_id])
    with pytest.raises(ValidationError):
        changed(method, cast.clerk, examples=[cast.draft.public_id])
    cast.arabic_action.status = Status.ARCHIVED
    cast.arabic_action.save()
    changed(method, cast.clerk, source="مصدر")
    html = signed_in(cast.clerk).get(edit(method)).content.decode()
    assert cast.arabic_action.public_id in html
    assert str(cast.arabic_action.label()) not in html
    assert [action.pk for action in method.examples.all()] == [cast.arabic_action.pk]


def test_two_people_on_different_passages_are_merged(cast):
    method = town_draft(cast)
    mine, theirs = (
        form_data(method, summary_ar="ملخص جديد"),
        form_data(method, title_fr="Lire les compteurs", year="2020"),
    )
    assert signed_in(cast.clerk).post(edit(method), theirs).status_code == 302
    assert signed_in(cast.mayor).post(edit(method), mine).status_code == 302
    method.refresh_from_db()
    assert (method.summary["ar"], method.title["fr"], method.year) == ("ملخص جديد", "Lire les compteurs", 2020)


def test_two_people_on_the_same_passage_see_both_and_decide(cast):
    method = town_draft(cast)
    theirs = form_data(method, body_ar="نصهم الجديد", summary_fr="Leur résumé")
    mine = form_data(method, body_ar="نصي الجديد", title_fr="Mon titre")
    signed_in(cast.clerk).post(edit(method), theirs)
    client = signed_in(cast.mayor)
    answer = client.post(edit(method), mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert all(text in html for text in ("نصهم الجديد", "نصي الجديد", "Mon titre", "Leur résumé"))
    assert Markup(html).faults == []
    assert Method.objects.get().body["ar"] == "نصهم الجديد"
    shown = answer.context["form"].initial
    again = form_data(method, seen=answer.context["seen"], body_ar="نصي الجديد", title_fr=shown["title"]["fr"])
    again["summary_fr"] = shown["summary"]["fr"]
    assert client.post(edit(method), again).status_code == 302
    method.refresh_from_db()
    assert (method.body["ar"], method.title["fr"], method.summary["fr"]) == ("نصي الجديد", "Mon titre", "Leur résumé")


@pytest.mark.parametrize("seen", ["", "[]", "{", "1" * 30_000, "[" * 15_000, '{"title.ar": 7}', "{}"])
def test_form_without_its_marks_never_overwrites_a_passage(cast, seen):
    method = town_draft(cast)
    answer = signed_in(cast.clerk).post(edit(method), form_data(method, seen=seen, body_ar="نص آخر"))
    assert answer.status_code in {400, 409}
    assert "نص آخر" in answer.content.decode()
    assert Method.objects.get().body == method.body


def test_merge_takes_what_only_one_of_us_changed(cast):
    method = town_draft(cast)
    base = snapshot(method)
    mine = {**base, "title": {**base["title"], "en": "Mine"}, "goals": []}
    theirs = {**base, "title": {"ar": base["title"]["ar"]}, "link": "https://example.org"}
    merged = merge(marks(base), mine, theirs)
    assert merged.disagreements == []
    assert merged.content["title"] == {"ar": base["title"]["ar"], "en": "Mine"}
    assert (merged.content["goals"], merged.content["link"]) == ([], "https://example.org")


def test_text_of_a_language_given_up_stays(cast):
    method = town_draft(cast)
    Method.objects.filter(pk=method.pk).update(title={**method.title, "es": "Leer contadores"})
    assert signed_in(cast.clerk).post(edit(method), form_data(method, summary_fr="Mesurer")).status_code == 302
    assert Method.objects.get().title["es"] == "Leer contadores"


def test_public_method_can_only_be_saved_complete(cast):
    method = published(cast)
    with pytest.raises(ValidationError) as refused:
        changed(method, cast.clerk, summary={}, themes=[])
    assert set(refused.value.message_dict) == {"summary", "themes"}
    changed(method, cast.clerk, body={}, link="https://example.org/whole")


def test_archived_method_is_not_saved_and_text_comes_back(cast):
    method = town_draft(cast)
    data = form_data(method, summary_fr="Tapé longtemps")
    services.archive_method(method, user=cast.mayor, reason="متجاوزة")
    answer = signed_in(cast.clerk).post(edit(method), data)
    assert answer.status_code == 400
    assert "Tapé longtemps" in answer.content.decode()


def test_signed_out_meanwhile_gets_the_text_back(cast):
    method = town_draft(cast)
    answer = Client().post(edit(method), form_data(method, summary_fr="Tapé longtemps"))
    assert answer.status_code == 404
    assert "Tapé longtemps" in answer.content.decode()
    answer = signed_in(cast.loos_mayor).post(edit(published(cast)), form_data(method))
    assert answer.status_code == 403


def test_saving_tells_search_last(cast):
    method = published(cast)
    Change.objects.all().delete()
    changed(method, cast.clerk, source="مصدر")
    assert list(Change.objects.values_list("kind", "object_id")) == [("method", method.pk)]


def test_documents_are_added_and_removed(cast):
    method = town_draft(cast)
    document = with_document(method, cast.clerk)
    assert Method.objects.get().version == method.version + 1
    client = signed_in(cast.clerk)
    address = f"/fr/library/{method.public_id}/documents/{document.key}/remove/"
    assert Markup(client.get(address).content.decode()).faults == []
    assert client.post(address, {"form_key": new_form_key()}).status_code == 302
    assert not MethodDocument.objects.exists()
    assert client.get(address).status_code == 404


def test_document_form_refuses_what_is_dangerous(cast, tmp_path, settings):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    settings.MEDIA_ROOT = str(tmp_path)
    method, client = networks(cast), signed_in(cast.secretariat)
    address = f"/ar/library/{method.public_id}/documents/add/"
    assert Markup(client.get(address).content.decode()).faults == []
    data = {"label": "جدول", "language": "ar"}
    for content, status in [(b"<svg onload=alert(1)>", 400), ("أ;ب\n1;2\n".encode(), 302)]:
        file = SimpleUploadedFile("جدول.csv" if status == 302 else "x.svg", content)
        answer = client.post(address, {**data, "file": file, "form_key": new_form_key()})
        assert answer.status_code == status
    assert MethodDocument.objects.get().label == "جدول"
    with override("fr"):
        assert "جدول" in Client().get(method.get_absolute_url()).content.decode()


def test_conflict_names_values_that_are_no_text(cast):
    method = town_draft(cast)
    seen = marks(snapshot(method))
    changed(method, cast.clerk, year=2020, themes=["waste"])
    with pytest.raises(Conflict) as conflict:
        services.save_method(
            method, user=cast.mayor, content={**snapshot(method), "year": 2021, "themes": []}, seen=seen
        )
    assert [(d.path, d.mine, d.theirs) for d in conflict.value.details["disagreements"]] == [
        ("themes", [], ["waste"]),
        ("year", 2021, 2020),
    ]
    assert json.dumps(marks(snapshot(method)))


def test_people_of_a_draft_are_its_own_only(cast):
    mine = draft(cast.secretariat, None)
    for user in (cast.clerk, cast.stranger):
        assert signed_in(user).get(edit(mine)).status_code == 404
    assert signed_in(cast.secretariat).get(edit(town_draft(cast))).status_code == 404
