"""axe on every public page, in three languages, wide and narrow, light and dark; keyboard; nothing wider than the screen."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Visit = Callable[..., Page]

PAGES = {
    "home": "",
    "search": "search/?q=eau",
    "search-empty": "search/?q=zzzzzz",
    "map": "map/",
    "towns": "territories/",
    "town": "territories/hcp/1510101/",
    "themes": "themes/",
    "concept": "themes/composting/",
    "goals": "sdg/",
    "goal": "sdg/6/",
    "target": "sdg/6.4/",
    "about": "about/",
    "sign-in": "account/login/",
    "reset": "account/password/reset/",
    "try-as": "demo/",
    "missing": "nothing-here/",
}


def _violations(page: Page) -> list[str]:
    result = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in result.response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_public_pages_have_no_axe_violation(visit: Visit, language: str) -> None:
    faults = {}
    page = visit(f"/{language}/", width=1280)
    sheet = page.locator(".card-title a").first.get_attribute("href") or ""
    narrow = visit(f"/{language}/", width=390, color_scheme="dark")
    for name, path in [*((n, f"/{language}/{p}") for n, p in PAGES.items()), ("sheet", sheet)]:
        for view in (page, narrow):
            view.goto(path, wait_until="networkidle")
            if found := _violations(view):
                faults[f"{name} {view.viewport_size['width'] if view.viewport_size else ''}"] = found
            wide = view.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{name} is wider than the screen by {wide} px"
    assert faults == {}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_keyboard_alone_reaches_an_answer(visit: Visit, language: str) -> None:
    page = visit(f"/{language}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main", (
        "the first stop skips to the content"
    )
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "search":
            break
    page.keyboard.type("eau")
    page.keyboard.press("Enter")
    page.wait_for_selector("ol.cards > li")


def test_every_page_has_one_heading_and_the_right_language(visit: Visit) -> None:
    page = visit("/fr/")
    for language in ("ar", "fr", "en"):
        for path in PAGES.values():
            page.goto(f"/{language}/{path}")
            assert page.locator("h1").count() == 1
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
