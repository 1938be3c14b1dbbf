"""Addresses: any script, once each, never that of another part; old ones lead on."""

from urllib.parse import quote, unquote

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import resolve
from django.utils import translation

from seguia.core.errors import Conflict
from seguia.pages.models import Kind, PageSlug
from seguia.pages.slugs import is_reserved, slug_from
from seguia.pages.tests.writers import changed, draft, live


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("كيف تنخرط جماعتكم؟", "كيف-تنخرط-جماعتكم"), ("L’énergie à l'école !", "l-énergie-à-l-école"), ("  --  ", ""),
        ("المُدُن", "المدن"), ("a/b\\c", "abc"), ("snake_case", "snake-case"), ("e\u0301cole", "école"), ("🌿", ""),
    ],
)  # fmt: skip
def test_slug_of_a_title(text, slug):
    assert slug_from(text) == slug


def test_arabic_address_is_percent_encoded_and_works(cast):
    page = live(cast.secretariat)
    address = "/ar/" + quote("كيف-تنخرط-جماعتكم") + "/"
    assert unquote(page.get_absolute_url()) in ("/ar/كيف-تنخرط-جماعتكم/", "/en/كيف-تنخرط-جماعتكم/")
    answer = Client().get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert 'hreflang="fr" href="http://localhost:8000/fr/comment-adh%C3%A9rer/"' in html
    assert f'rel="canonical" href="http://localhost:8000{address}"' in html


def test_address_of_another_language_leads_to_this_ones(cast):
    live(cast.secretariat)
    answer = Client().get("/ar/comment-adhérer/?a=1")
    assert (answer.status_code, unquote(answer["Location"])) == (302, "/ar/كيف-تنخرط-جماعتكم/?a=1")


def test_page_missing_in_a_language_is_shown_in_its_original(cast):
    live(cast.secretariat, {"fr": "Seulement en français"}, body={"fr": "Bonjour à tous"})
    answer = Client().get("/ar/seulement-en-français/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="page-text" lang="fr" dir="ltr"' in html
    assert "language-mark" in html.split("<article>")[1]


def test_old_addresses_lead_on_also_after_two_changes(cast):
    page = live(cast.secretariat)
    for slug in ("adhesion", "devenir-membre"):
        changed(page, cast.secretariat, slugs={"fr": slug})
    for old in ("comment-adhérer", "adhesion"):
        answer = Client().get(f"/fr/{old}/")
        assert (answer.status_code, answer["Location"]) == (302, "/fr/devenir-membre/")
    changed(page, cast.secretariat, slugs={"fr": "adhesion"})
    assert Client().get("/fr/adhesion/").status_code == 200
    assert PageSlug.objects.filter(page=page, language="fr").count() == 3


def test_address_that_leads_to_another_page_is_refused_or_numbered(cast):
    first = live(cast.secretariat)
    changed(first, cast.secretariat, slugs={"fr": "adhesion"})
    second = draft(cast.secretariat, {"fr": "Comment adhérer"})
    assert second.current_slugs() == {"fr": "comment-adhérer-2"}
    for taken in ("adhesion", "comment-adhérer", "كيف-تنخرط-جماعتكم"):
        with pytest.raises(ValidationError, match="address of another page"):
            changed(second, cast.secretariat, slugs={"fr": taken})
    news = draft(cast.secretariat, {"fr": "Adhesion"}, kind=Kind.NEWS)
    assert news.current_slugs() == {"fr": "adhesion"}, "news have a folder of their own"


def test_database_keeps_addresses_apart(cast):
    first, second = draft(cast.secretariat, {"fr": "Un"}), draft(cast.secretariat, {"fr": "Deux"})
    with pytest.raises(IntegrityError), transaction.atomic():
        PageSlug.objects.create(page=second, kind=Kind.PAGE, language="fr", slug="un", is_current=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        PageSlug.objects.create(page=first, kind=Kind.PAGE, language="fr", slug="trois", is_current=True)


def test_address_taken_at_the_same_moment_is_a_conflict(cast, monkeypatch):
    """Somebody commits between the check and the write: the constraint decides, nothing of this save is kept."""
    draft(cast.secretariat, {"fr": "Un"})
    second = draft(cast.secretariat, {"fr": "Deux"})
    monkeypatch.setattr("seguia.pages.slugs.taken_by_others", lambda page, slug: False)
    with pytest.raises(Conflict, match="same address"):
        changed(second, cast.secretariat, slugs={"fr": "un"}, summary={"fr": "x"})
    second.refresh_from_db()
    assert second.version == 2
    assert second.current_slugs() == {"fr": "deux"}


@pytest.mark.parametrize("word", ["search", "actions", "map", "about", "news", "pages", "api", "fr", "2026", "desk"])
def test_reserved_words_are_no_addresses(cast, word):
    assert is_reserved(Kind.PAGE, "fr", word)
    page = draft(cast.secretariat, {"fr": word.upper() if not word.isdecimal() else word})
    assert page.current_slugs()["fr"] == f"{word}-2"
    with pytest.raises(ValidationError, match="another part of the site"):
        changed(page, cast.secretariat, slugs={"fr": word})


def test_pages_shadow_no_route(cast):
    """What answered before the pages were mounted still answers; a plain word reaches a page."""
    with translation.override("fr"):
        for word, view in [("search", "portal:search"), ("actions", "actions:list"), ("map", "portal:map"),
                           ("news", "pages:news-list"), ("mentions-legales", "pages:page")]:  # fmt: skip
            assert resolve(f"/fr/{word}/").view_name == view
    assert Client().get("/fr/search/").status_code == 200


@pytest.mark.parametrize(
    "slug", ["nichts", "%F0%9F%8C%BF", "a" * 121, "..", "%2e%2e", "a%00b", "x" * 3000, "__proto__"]
)
def test_nonsense_is_not_found(cast, slug):
    assert Client().get(f"/fr/{slug}/").status_code in (400, 404, 414)
    assert Client().get(f"/fr/news/{slug}/").status_code in (400, 404, 414)
