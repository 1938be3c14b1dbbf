"""Who reads what from when on: page, list, feed, API, sitemap, search, to the second."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from seguia.core.errors import Conflict, Invalid, Refused
from seguia.core.idempotency import new_form_key
from seguia.pages import services
from seguia.pages.models import Kind, Page, State
from seguia.pages.tests.writers import changed, draft, live, scheduled, signed_in
from seguia.search.engine import search
from seguia.search.index.follower import follow_changes, rebuild
from seguia.search.models import Change
from seguia.search.request import SearchRequest

NEWS = {"ar": "الملتقى الوطني في شفشاون", "fr": "Les rencontres nationales à Chefchaouen"}


def places(page: Page) -> dict[str, bool]:
    """Where a visitor meets it."""
    client, words = Client(), page.title["ar"]
    listed = "/ar/news/" if page.kind == Kind.NEWS else "/sitemap-editorial-1.xml"
    kind = "news" if page.kind == Kind.NEWS else "pages"
    sitemap = client.get("/sitemap-editorial-1.xml")
    return {
        "page": client.get(page.get_absolute_url()).status_code == 200,
        "list": words in client.get(listed).content.decode() if page.kind == Kind.NEWS else False,
        "feed": words in client.get("/ar/news/feed.atom").content.decode(),
        "home": words in client.get("/ar/").content.decode(),
        "api list": client.get(f"/api/v1/{kind}").json()["count"] == 1,
        "api": client.get(f"/api/v1/{kind}/{page.public_id}").status_code == 200,
        "sitemap": sitemap.status_code == 200 and "<loc>" in sitemap.content.decode(),
    }


def test_scheduled_news_is_there_from_its_second_on(cast):
    with time_machine.travel(datetime.datetime(2026, 5, 4, 9, 0, tzinfo=datetime.UTC), tick=False) as clock:
        page = scheduled(cast.secretariat, NEWS, Kind.NEWS, hours=2)
        assert page.state == State.SCHEDULED
        clock.shift(datetime.timedelta(hours=2, seconds=-1))
        assert not any(places(page).values())
        clock.shift(datetime.timedelta(seconds=1))
        assert all(places(page).values()), places(page)
        assert Page.objects.get().state == State.PUBLISHED


def test_draft_withdrawn_and_archived_are_nowhere(cast):
    page = draft(cast.secretariat, NEWS, Kind.NEWS)
    assert not any(places(page).values())
    services.publish_page(page, user=cast.secretariat)
    assert all(places(page).values())
    services.withdraw_page(page, user=cast.secretariat)
    assert not any(places(page).values())
    services.publish_page(page, user=cast.secretariat)
    services.archive_page(page, user=cast.secretariat)
    assert not any(places(page).values())


def found(words: str, kind: str) -> list[int]:
    return [hit.object_id for hit in search(SearchRequest(words, "ar", kinds=(kind,))).hits]


def test_search_finds_what_is_live_and_the_job_tells_it(cast):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        page = scheduled(cast.secretariat, NEWS, Kind.NEWS, minutes=5)
        rebuild()
        assert found("الملتقى", "news") == []
        clock.shift(datetime.timedelta(minutes=5))
        assert services.announce_due_pages() == 1
        assert services.announce_due_pages() == 0
        follow_changes()
        assert found("الملتقى", "news") == [page.pk]
        services.withdraw_page(page, user=cast.secretariat)
        follow_changes()
        assert found("الملتقى", "news") == []


def test_search_page_shows_pages_beside_actions(cast):
    page = live(cast.secretariat, {"fr": "Adhérer au compostage"}, body={"fr": "texte"})
    rebuild()
    html = Client().get("/fr/search/", {"q": "compostage"}).content.decode()
    assert page.get_absolute_url().rsplit("/", 2)[1] in html
    assert cast.french_action.public_id in html
    assert "found-pages" not in Client().get("/fr/search/", {"q": "compostage", "theme": "waste"}).content.decode()


def test_deeds_fit_the_state(cast):
    page = draft(cast.secretariat)
    with pytest.raises(Conflict):
        services.withdraw_page(page, user=cast.secretariat)
    services.publish_page(page, user=cast.secretariat)
    with pytest.raises(Conflict):
        services.publish_page(page, user=cast.secretariat)
    services.archive_page(page, user=cast.secretariat)
    with pytest.raises(Conflict):
        services.archive_page(page, user=cast.secretariat)
    services.withdraw_page(page, user=cast.secretariat)
    assert Page.objects.get().state == State.DRAFT


def test_moments_that_cannot_be_are_refused(cast):
    page, now = draft(cast.secretariat), timezone.now()
    with pytest.raises(Invalid, match="three years"):
        services.publish_page(page, user=cast.secretariat, at=now + datetime.timedelta(days=2000))
    with pytest.raises(Invalid, match="time zone"):
        services.publish_page(page, user=cast.secretariat, at=datetime.datetime(2027, 1, 1))  # noqa: DTZ001
    past = services.publish_page(page, user=cast.secretariat, at=now - datetime.timedelta(days=9))
    assert past.is_live()
    assert past.published_at >= now


@pytest.mark.parametrize("who", ["mayor", "clerk", "loos_mayor", "stranger"])
def test_only_editors_publish(cast, who):
    page = draft(cast.secretariat)
    for deed in (services.publish_page, services.withdraw_page, services.archive_page):
        with pytest.raises(Refused):
            deed(page, user=getattr(cast, who))
    services.grant_editor(user=cast.secretariat, email=getattr(cast, who).email)
    assert services.publish_page(page, user=type(cast.mayor).objects.get(pk=getattr(cast, who).pk)).is_live()


def test_publishing_by_the_page_in_the_networks_time_zone(cast, settings):
    settings.TIME_ZONE = "Africa/Casablanca"
    page, client = draft(cast.secretariat), signed_in(cast.secretariat)
    day = timezone.localdate() + datetime.timedelta(days=400)
    data = {"at": f"{day}T08:30", "form_key": new_form_key()}
    assert client.post(f"/fr/pages/{page.public_id}/publish/", data).status_code == 302
    fresh = Page.objects.get()
    assert timezone.localtime(fresh.published_at).strftime("%Y-%m-%d %H:%M") == f"{day} 08:30"
    assert fresh.state == State.SCHEDULED
    for nonsense in ("hier", "9999-99-99T00:00", "0001-01-01T00:00", "9999-12-31T23:59"):
        other = draft(cast.secretariat, {"fr": f"Page {nonsense}"})
        answer = client.post(f"/fr/pages/{other.public_id}/publish/", {"at": nonsense, "form_key": new_form_key()})
        assert answer.status_code in (302, 400), nonsense


def test_editors_see_drafts_at_their_address_marked_as_preview(cast):
    page = draft(cast.secretariat)
    answer = signed_in(cast.secretariat).get(page.get_absolute_url())
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'content="noindex"' in html
    assert "application/ld+json" not in html
    assert Client().get(page.get_absolute_url()).status_code == 404
    assert signed_in(cast.mayor).get(page.get_absolute_url()).status_code == 404


def test_change_of_a_live_page_is_marked_for_search(cast):
    page = live(cast.secretariat, NEWS, Kind.NEWS)
    before = Change.objects.count()
    changed(page, cast.secretariat, summary={"ar": "برنامج الملتقى"})
    assert list(Change.objects.order_by("-pk").values_list("kind", "object_id")[:1]) == [("news", page.pk)]
    assert Change.objects.count() == before + 1
