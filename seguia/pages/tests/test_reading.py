"""What readers and machines get: lists of constant cost, feed, API, built-in places, shared previews, translations."""

import json
import xml.etree.ElementTree as ET

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from seguia.accounts.personal_data import personal_data
from seguia.core.errors import Refused
from seguia.pages import services
from seguia.pages.models import Kind, Page, PageVersion
from seguia.pages.preview import preview_token
from seguia.pages.tests.writers import changed, draft, live, picture, signed_in
from seguia.translation import registry
from seguia.ui.tests.markup import Page as Markup

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)


def news(user, number: int, **changes) -> Page:
    return live(user, {"ar": f"خبر {number}", "fr": f"Nouvelle {number}"}, Kind.NEWS, **changes)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/ar/news/", 3), ("/ar/news/feed.atom", 2), ("/api/v1/news", 4), ("/api/v1/pages", 3),
        ("/sitemap-editorial-1.xml", 3),
    ],
)  # fmt: skip
def test_lists_cost_the_same_for_one_and_three(cast, django_assert_num_queries, address, queries, number):
    shown = picture(cast.secretariat)
    for n in range(number):
        news(cast.secretariat, n, picture=shown.public_id, themes=["energy"])
        live(cast.secretariat, {"ar": f"صفحة {n}"})
    with django_assert_num_queries(queries):
        assert Client().get(address).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_office_list_costs_the_same(cast, django_assert_num_queries, number):
    for n in range(number):
        news(cast.secretariat, n)
        live(cast.secretariat, {"ar": f"صفحة {n}"})
    client = signed_in(cast.secretariat)
    with django_assert_num_queries(7):  # session, person, for whom one acts; two lists, each with its addresses
        client.get("/fr/pages/")


def test_news_page_has_date_themes_picture_and_jsonld(cast):
    shown = picture(cast.secretariat)
    page = news(
        cast.secretariat, 1, picture=shown.public_id, themes=["energy"], day="2026-03-05", summary={"ar": "ملخص"}
    )
    html = Client().get(page.get_absolute_url().replace("/en/", "/ar/")).content.decode()
    assert "2026-03-05" in html
    assert "?theme=energy" in html
    assert 'alt="خزان ماء"' in html
    data = json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert (data["@type"], data["headline"], data["inLanguage"]) == ("NewsArticle", "خبر 1", "ar")
    assert Markup(html).faults == []


def test_jsonld_cannot_be_left(cast):
    page = live(cast.secretariat, {"fr": "</script><script>alert(1)</script>"})
    html = Client().get(page.get_absolute_url()).content.decode()
    assert "<script>alert" not in html
    assert "\\u003C" in html


def test_news_are_listed_newest_first_and_by_theme(cast):
    news(cast.secretariat, 1, day="2026-01-01", themes=["energy"])
    news(cast.secretariat, 2, day="2026-03-01")
    news(cast.secretariat, 3, day="2026-02-01")
    html = Client().get("/ar/news/").content.decode()
    assert html.index("خبر 2") < html.index("خبر 3") < html.index("خبر 1")
    html = Client().get("/ar/news/?theme=energy").content.decode()
    assert "خبر 1" in html
    assert "خبر 2" not in html
    assert Client().get("/ar/news/?theme=nothing").status_code == 404
    for nonsense in ("abc", "-1", "9" * 30, "%00"):
        assert Client().get(f"/ar/news/?page={nonsense}").status_code in (200, 400)


def test_home_shows_three_news(cast):
    for number in range(4):
        news(cast.secretariat, number, day=f"2026-01-0{number + 1}")
    html = Client().get("/fr/").content.decode()
    assert "Nouvelle 3" in html
    assert "Nouvelle 1" in html
    assert "Nouvelle 0" not in html


def test_feed_speaks_the_readers_language_and_falls_back(cast):
    news(cast.secretariat, 1, summary={"ar": "ملخص"}, body={"ar": "نص & <1>"})
    live(cast.secretariat, {"fr": "Seulement français"}, Kind.NEWS, body={"fr": "Bonjour"})
    answer = Client().get("/ar/news/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    entries = ET.fromstring(answer.content).findall(f"{ATOM}entry")
    titles = {entry.find(f"{ATOM}title").text: entry.find(f"{ATOM}title").get(
        "{http://www.w3.org/XML/1998/namespace}lang") for entry in entries}  # fmt: skip
    assert titles == {"خبر 1": "ar", "Seulement français": "fr"}
    assert Client().get("/ar/news/feed.atom", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_api_gives_texts_and_safe_html(cast):
    page = news(cast.secretariat, 1, themes=["energy"])
    client = Client()
    listed = client.get("/api/v1/news?theme=energy&locale=ar").json()["items"][0]
    assert (listed["title"]["fr"], listed["label"], listed["themes"][0]["code"]) == ("Nouvelle 1", "خبر 1", "energy")
    detail = client.get(f"/api/v1/news/{page.public_id}").json()
    assert "<strong>" in detail["html"]["ar"]
    assert "**" in detail["body"]["ar"]
    assert client.get(f"/api/v1/pages/{page.public_id}").status_code == 404
    assert client.get("/api/v1/news?theme=nothing").status_code in (400, 404)
    assert client.get("/api/v1/news?status=draft").status_code in (400, 422)
    assert {"pages", "news"} <= set(client.get("/api/v1/").json()["lists"])


def test_page_may_provide_the_words_of_about(cast):
    built_in = Client().get("/fr/about/").content.decode()
    page = live(cast.secretariat, {"fr": "À propos", "ar": "حول المنصة"}, place="about", body={"fr": "## Nos statuts"})
    assert Client().get("/fr/à-propos/")["Location"] == "/fr/about/"
    html = Client().get("/fr/about/").content.decode()
    assert "Nos statuts" in html
    assert "Nos statuts" not in built_in
    assert page.get_absolute_url().endswith("/about/")
    services.withdraw_page(page, user=cast.secretariat)
    assert "Nos statuts" not in Client().get("/fr/about/").content.decode()


def test_link_to_a_preview_opens_that_page_for_a_week(cast):
    page, other = draft(cast.secretariat), draft(cast.secretariat, {"fr": "Autre brouillon"})
    token = preview_token(page.public_id)
    answer = Client().get(f"/ar/pages/shared/{token}/")
    html = answer.content.decode()
    assert "واجبات الانخراط" in html
    assert 'content="noindex"' in html
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(f"/ar/pages/{other.public_id}/").status_code == 302
    for wrong in (token[:-1], token + "x", "x", preview_token("zzzzzzzz"), "a:b:c"):
        assert Client().get(f"/ar/pages/shared/{wrong}/").status_code == 404
    with time_machine.travel(timezone.now() + timezone.timedelta(days=7, seconds=5)):
        assert Client().get(f"/ar/pages/shared/{token}/").status_code == 404
    services.publish_page(page, user=cast.secretariat)
    assert Client().get(f"/ar/pages/shared/{token}/").status_code == 302
    services.archive_page(page, user=cast.secretariat)
    assert Client().get(f"/ar/pages/shared/{token}/").status_code == 404


def test_translation_desk_lists_and_saves(cast):
    page = live(cast.secretariat, {"ar": "كيف تنخرط جماعتكم"})
    draft(cast.secretariat, {"ar": "مسودة"})
    kind = registry.kind_of("page")
    assert [listed.object_id for listed in kind.listed(None)] == [page.pk]
    item = kind.load(cast.secretariat, page.public_id, "fr")
    texts = {"title": "Comment adhérer", "body": "## Adhérer\n\n**Chaque année.**"}
    seen = {field.key: field.original for field in item.fields}
    kind.save(user=cast.secretariat, item=item, language="fr", texts=texts, seen=seen, base={}, how=registry.MACHINE)
    page.refresh_from_db()
    assert (page.title["fr"], page.current_slugs()["fr"]) == ("Comment adhérer", "comment-adhérer")
    assert page.language_report("fr").origin == "machine"
    assert PageVersion.objects.filter(page=page, number=page.version).exists()
    with pytest.raises(Refused):
        kind.save(user=cast.stranger, item=item, language="fr", texts=texts, seen=seen, base={}, how="person")


def test_personal_data_is_exported_and_erased(cast):
    services.grant_editor(user=cast.secretariat, email=cast.clerk.email)
    editor = type(cast.clerk).objects.get(pk=cast.clerk.pk)
    page, image = draft(editor), picture(editor)
    kind = next(kind for kind in personal_data() if kind.name == "pages")
    told = kind.export(editor)
    assert told["pages"] == [dict(page.title)]
    assert len(told["versions"]) == 2
    assert len(told["pictures"]) == 1
    json.dumps(told)
    kind.erase(editor)
    page.refresh_from_db(), image.refresh_from_db()
    assert (page.author, image.uploaded_by) == (None, None)
    assert kind.export(editor) == {"pages": [], "versions": [], "pictures": [], "may_write_since": []}
    assert changed(page, cast.secretariat, summary={"ar": "ملخص"}).version == 3
