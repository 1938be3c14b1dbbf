"""Feeds, sitemaps, robots.txt, OpenSearch."""

import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from seguia.actions.models import Action
from seguia.config.testing import Cast, make_action, make_territory
from seguia.portal.machines import sitemap
from seguia.search.index.follower import rebuild

SITE = "http://localhost:8000"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def xml(client: Client, address: str, status: int = 200) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == status, address
    return ElementTree.fromstring(answer.content)


def text(element: ElementTree.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def test_feed_holds_what_is_published_each_text_in_its_language(client: Client, cast: Cast) -> None:
    feed = xml(client, "/fr/feed.atom")
    assert feed.get(LANG) == "fr"
    entries = feed.findall(f"{ATOM}entry")
    titles = {(e.find(f"{ATOM}title").get(LANG), text(e, "title")) for e in entries}  # type: ignore[union-attr]
    assert titles == {
        ("fr", "Un espace info énergie pour les habitants"),
        ("fr", "Le compostage au pied des immeubles"),
    }
    arabic = next(e for e in entries if text(e, "title").startswith("Un espace"))
    summary = arabic.find(f"{ATOM}summary")
    assert summary is not None
    assert (summary.get(LANG), summary.text) == ("ar", "تقدم الجماعة النصح للأسر لتخفيض استهلاك الكهرباء.")
    links = {link.get("hreflang"): link.get("href") for link in arabic.findall(f"{ATOM}link[@rel='alternate']")}
    assert links == {code: f"{SITE}/{code}/actions/{cast.arabic_action.public_id}/" for code in ("ar", "fr", "en")}
    for entry in [feed, *entries]:
        assert text(entry, "id").startswith(SITE)
        assert datetime.datetime.fromisoformat(text(entry, "updated")).tzinfo
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries)


def test_last_change_stands_first_and_gives_the_date_of_the_feed(client: Client, cast: Cast) -> None:
    cast.arabic_action.save()
    feed = xml(client, "/ar/feed.atom")
    first = feed.findall(f"{ATOM}entry")[0]
    assert text(first, "title") == cast.arabic_action.title["ar"]
    assert text(feed, "updated") == text(first, "updated")


def test_feed_can_be_of_a_theme_a_country_or_a_search(client: Client, cast: Cast) -> None:
    rebuild()
    found = {
        query: [text(e, "title") for e in xml(client, f"/fr/feed.atom?{query}").findall(f"{ATOM}entry")]
        for query in (
            "theme=waste",
            "country=MA",
            "q=compost",
            "q=%D8%A7%D9%84%D8%AA%D8%B3%D9%85%D9%8A%D8%AF",
            "country=TN",
        )
    }
    composting, advice = "Le compostage au pied des immeubles", "Un espace info énergie pour les habitants"
    assert list(found.values()) == [[composting], [advice], [composting], [composting], []]


def test_feed_says_where_it_is_and_what_it_was_asked(client: Client, cast: Cast) -> None:
    rebuild()
    feed = xml(client, "/ar/feed.atom?q=%3Cb%3E%26%E2%80%AE&junk=1")
    self_link = feed.find(f"{ATOM}link[@rel='self']")
    assert self_link is not None
    assert self_link.get("href", "").startswith(f"{SITE}/ar/feed.atom?q=%3Cb%3E%26")
    assert "junk" not in self_link.get("href", "")
    assert text(feed, "title").endswith(": <b>& ")


def test_drafts_are_in_no_feed_and_no_sitemap(client: Client, cast: Cast) -> None:
    client.force_login(cast.mayor)
    for address in ("/ar/feed.atom", "/sitemap-actions-1.xml"):
        content = client.get(address).content.decode()
        assert cast.arabic_action.public_id in content
        assert cast.draft.public_id not in content
    Action.objects.update(status="archived")
    for address in ("/ar/feed.atom", "/sitemap-actions-1.xml"):
        assert cast.arabic_action.public_id not in client.get(address).content.decode()


@pytest.mark.parametrize("query", ["sort=x", "theme=a%20b", "page=-1"])
def test_feed_of_nonsense_is_refused(client: Client, cast: Cast, query: str) -> None:
    assert client.get(f"/fr/feed.atom?q=x&{query}").status_code == 400


def test_feed_asks_the_same_number_of_queries_for_one_and_three(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    cast.french_action.delete()
    for number in (1, 3):
        for _ in range(number - 1):
            make_action(cast.loos_town, {"fr": "Fiche"}, status="published").themes.add(cast.waste)
        with django_assert_num_queries(2):
            assert len(xml(client, "/fr/feed.atom").findall(f"{ATOM}entry")) == number


def test_machines_do_not_fetch_again_what_has_not_changed(client: Client, cast: Cast) -> None:
    for address in ("/fr/feed.atom", "/sitemap.xml", "/sitemap-towns-1.xml", "/robots.txt", "/ar/opensearch.xml"):
        first = client.get(address)
        assert first.status_code == 200
        assert "public" in first.headers["Cache-Control"]
        assert "Cookie" not in first.headers.get("Vary", "")
        again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address


def addresses(client: Client, name: str) -> list[str]:
    return [url.findtext(f"{MAP}loc") or "" for url in xml(client, name).findall(f"{MAP}url")]


def test_index_names_sitemaps_that_exist(client: Client, cast: Cast) -> None:
    index = xml(client, "/sitemap.xml")
    found = [place.findtext(f"{MAP}loc") or "" for place in index.findall(f"{MAP}sitemap")]
    assert found == [f"{SITE}/sitemap-{name}-1.xml" for name in ("pages", "actions", "towns", "concepts", "goals")]
    for address in found:
        assert addresses(client, address.removeprefix(SITE))


def test_every_page_names_its_counterparts(client: Client, cast: Cast) -> None:
    urls = xml(client, "/sitemap-actions-1.xml").findall(f"{MAP}url")
    assert len(urls) == 6
    for url in urls:
        links = {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}
        assert list(links) == ["ar", "fr", "en", "x-default"]
        assert links["x-default"] == links["fr"]
        assert url.findtext(f"{MAP}loc") in links.values()
        assert datetime.datetime.fromisoformat(url.findtext(f"{MAP}lastmod") or "").tzinfo


def test_only_towns_with_life_are_mapped(client: Client, cast: Cast) -> None:
    silent = make_territory("insee-com:75056", "commune", "FR", {"fr": "Paris"})
    named = make_territory("insee-com:59350", "commune", "FR", {"fr": "Lille"})
    cast.french_action.places.add(named)
    cast.draft.places.add(silent)
    found = [address for address in addresses(client, "/sitemap-towns-1.xml") if "/fr/" in address]
    assert found == [f"{SITE}/fr/territories/{town}/" for town in ("hcp/0115101", "insee-com/62528", "insee-com/59350")]


def test_long_lists_are_cut_into_several_sitemaps(client: Client, cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(sitemap, "PAGE_SIZE", 2)
    parts = [addresses(client, f"/sitemap-concepts-{number}.xml") for number in (1, 2)]
    assert [len(part) for part in parts] == [6, 3]
    assert not set(parts[0]) & set(parts[1])


@pytest.mark.parametrize("name", ["concepts-0", "concepts-2", "concepts-" + "9" * 40, "people-1", "actions-9999999"])
def test_sitemap_that_does_not_exist_is_not_found(client: Client, cast: Cast, name: str) -> None:
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_mapped_pages_exist(client: Client, cast: Cast) -> None:
    for name in ("pages", "actions", "towns", "concepts", "goals"):
        for address in addresses(client, f"/sitemap-{name}-1.xml"):
            assert client.get(address.removeprefix(SITE)).status_code == 200, address


def test_robots_are_shown_the_way(client: Client, db: None) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert "Disallow: /ar/account/" in lines


def test_browsers_can_search_here(client: Client, db: None) -> None:
    namespace = "{http://a9.com/-/spec/opensearch/1.1/}"
    answer = client.get("/ar/opensearch.xml")
    assert answer.headers["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    described = ElementTree.fromstring(answer.content)
    assert 0 < len(described.findtext(f"{namespace}ShortName") or "") <= 16
    templates = {url.get("type"): url.get("template") for url in described.findall(f"{namespace}Url")}
    assert templates["text/html"] == f"{SITE}/ar/search/?q={{searchTerms}}"
    assert templates["application/atom+xml"] == f"{SITE}/ar/feed.atom?q={{searchTerms}}"
