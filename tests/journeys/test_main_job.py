"""The main job: a town asks in its own language and reads what worked elsewhere, whatever language that was written in."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

Visit = Callable[..., Page]

QUESTIONS = {
    "ar": ["مجانية الحافلات للسكان", "تحويل بقايا المطبخ إلى سماد", "حدائق الخضر في الفضاء العمومي"],
    "fr": [
        "réutiliser les eaux usées pour arroser",
        "chauffage solaire du hammam",
        "jardins potagers dans l'espace public",
    ],
    "en": ["school canteen with organic food", "save water in the oasis", "fog collection for villages"],
}


def _ask(page: Page, question: str) -> None:
    field = page.locator("main input[type=search]").first
    field.fill(question)
    field.press("Enter")
    page.wait_for_selector("ol.cards > li")


def _titles(page: Page) -> list[tuple[str, str]]:
    """(language, direction) of the titles of the first page."""
    titles = page.locator("ol.cards > li .card-title bdi").all()
    return [(t.get_attribute("lang") or "", t.get_attribute("dir") or "") for t in titles]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("javascript", [True, False])
def test_question_finds_actions_written_in_other_languages(visit: Visit, language: str, javascript: bool) -> None:
    page = visit(f"/{language}/", javascript=javascript)
    found: set[str] = set()
    for question in QUESTIONS[language]:
        page.goto(f"/{language}/")
        _ask(page, question)
        found |= {code for code, _ in _titles(page)[:10]}
        assert all(direction == ("rtl" if code == "ar" else "ltr") for code, direction in _titles(page))
    assert found == {"ar", "fr", "en"}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_foreign_sheet_reads_in_its_own_direction(visit: Visit, language: str) -> None:
    page = visit(f"/{language}/")
    for question in QUESTIONS[language]:
        page.goto(f"/{language}/")
        _ask(page, question)
        foreign = page.locator(f'ol.cards > li:has(.card-title bdi:not([lang="{language}"]))').first
        if not foreign.count():
            continue
        code = foreign.locator(".card-title bdi").get_attribute("lang")
        assert foreign.locator(".why").count() == 1, "a hit through another language says why"
        foreign.locator(".card-title a").click()
        body = page.locator("article.sheet .prose").first
        assert body.get_attribute("lang") == code
        assert body.evaluate("e => getComputedStyle(e).direction") == ("rtl" if code == "ar" else "ltr")
        assert page.locator("html").get_attribute("lang") == language
        return
    pytest.fail("no question found a sheet that exists in another language only")


def test_slip_is_mended_and_told(visit: Visit) -> None:
    page = visit("/fr/search/?q=composttage+dechets")
    assert page.locator("ol.cards > li").count() > 0
    assert "compostage" in page.locator("main").inner_text()


def test_filters_stand_in_the_address(visit: Visit) -> None:
    page = visit("/en/search/?q=water&country=MA", javascript=False)
    kickers = page.locator("ol.cards .card-kicker").all_inner_texts()
    assert kickers
    assert all("Morocco" in text for text in kickers)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("path", ["", "search/?q=eau"])
def test_first_view_is_light(visit: Visit, language: str, path: str) -> None:
    """Under 60 kB transferred on a telephone, styles and scripts included."""
    page = visit("about:blank", width=390)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[int] = []
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    page.goto(f"/{language}/{path}", wait_until="networkidle")
    assert received
    assert sum(received) < 60_000
