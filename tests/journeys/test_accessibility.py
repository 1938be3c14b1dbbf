"""axe on every page, in three languages, wide and narrow, light and dark; keyboard; nothing wider than the screen."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.acting import Visit, be, fill, send
from tests.journeys.mails import Mailbox

PAGES = {
    "home": "",
    "search": "search/?q=eau",
    "search-empty": "search/?q=zzzzzz",
    "map": "map/",
    "towns": "territories/",
    "town": "territories/hcp/1510101/",
    "like": "territories/hcp/1510101/like/",
    "themes": "themes/",
    "concept": "themes/composting/",
    "goals": "sdg/",
    "goal": "sdg/6/",
    "target": "sdg/6.4/",
    "about": "about/",
    "statistics": "statistics/",
    "help-desk": "help-desk/",
    "help-desk-figures": "help-desk/figures/",
    "members": "members/",
    "members-map": "members/map/",
    "join": "join/?q=a",
    "newcomer": "join/start/",
    "replications": "replications/",
    "library": "library/",
    "exchanges": "exchange/",
    "library-filtered": "library/?kind=template&theme=water",
    "method": "library/77ph06a3/",
    "news": "news/",
    "newsletter": "newsletter/",
    "subscribe": "newsletter/subscribe/",
    "sign-in": "account/login/",
    "code": "account/login/code/",
    "reset": "account/password/reset/",
    "try-as": "demo/",
    "questions": "questions/of/gvbb46cd/",
    "question": "questions/1jtcr16c/",
    "missing": "nothing-here/",
}

INSIDE = {
    "mayor-chefchaouen": [
        "help-desk/", "help-desk/ask/", "help-desk/ | .card-title a",
        "my-town/", "my-town/ | a[href*='/membership/']", "my-town/ | a[href*='/people/']", "my-town/ | a[href*='/edit/']",
        "my-town/ | a[href*='/people/'] | a[href$='/invite/']", "my-town/ | a[href*='/people/'] | a[href$='/role/']",
        "territories/hcp/1510101/profile/", "dues/", "dues/ | a[href*='/invoices/']", "dues/ | a[href*='/invoices/'] | a[href$='/routing/']",
        "notifications/", "notifications/preferences/", "saved-searches/", "actions/", "actions/new/",
        "account/", "account/data/", "account/email/", "account/password/set/", "account/second-factor/",
        "account/erase/", "join/partner/", "exchange/", "exchange/?side=offer | .card-title a", "exchange/new/offer/",
        "exchange/new/request/", "my-town/ | a[href*='/exchange/matches/']", "my-town/ | a[href*='/questions/']",
        "library/new/", "library/ | #unpublished ~ ul a | a[href$='/edit/']", "library/ | #unpublished ~ ul a | a[href$='/archive/']",
        "my-town/ | .card-title a[href*='/replications/']",
        "my-town/ | .card-title a[href*='/replications/'] | a[href$='/edit/']",
        "my-town/ | .card-title a[href*='/replications/'] | a[href$='/stage/']", "my-town/ | a[href$='/link/']",
    ],
    "translator": ["translation/", "translation/?target=fr | a[href*='/translation/action/']"],
    "secretariat": [
        "help-desk/advisers/", "help-desk/advisers/ | .table a", "help-desk/queue/", "help-desk/queue/?view=all", "help-desk/figures/desk/",
        "help-desk/queue/?view=all | .card-title a", "help-desk/queue/?view=all | .card-title a | a[href$='/recommend/']",
        "desk/", "desk/?pile=membership.requests", "desk/?pile=membership.requests | a[href*='/return/']",
        "desk/?pile=membership.board | a[href*='/accept/']", "desk/mail/",
        "desk/statistics/", "memberships/", "memberships/?state=requested | a[href*='/memberships/']:not(.chip)",
        "memberships/?state=checked | a[href*='/memberships/']:not(.chip) | a[href$='/decide/']", "audit/",
        "desk/?pile=reports | a[href*='/reports/']", "reports/new/town/hcp:1510101/", "exchange/matching/",
        "exchange/matching/ | .card-title a", "exchange/matching/ | .card a[href$='/refuse/']",
        "dues/desk/", "dues/desk/invoices/", "dues/desk/invoices/ | a[href*='/dues/invoices/']", "dues/desk/invoices/new/",
        "dues/desk/scales/", "dues/desk/scales/ | a[href*='/scales/']", "dues/desk/discounts/", "dues/desk/calls/",
        "dues/desk/calls/ | .table a, .cards a, .link-list a", "dues/desk/payments/", "dues/desk/payments/new/",
        "dues/desk/statements/", "dues/desk/office/", "dues/desk/exports/",
        "mandates/", "mandates/ | a[href*='/elections/']", "mandates/import/", "mandates/towns/hcp/1510101/",
        "mandates/towns/hcp/1510101/ | a[href$='/end/']", "mandates/towns/hcp/1510101/new/",
        "translation/people/", "newsletter/desk/", "newsletter/desk/new/", "pages/", "pages/new/", "pages/library/",
        "pages/ | a[href*='/pages/'][href$='/edit/'], .table a, .cards a", "pages/menus/main/", "notifications/failures/",
    ],
}  # fmt: skip
"""By role: an address below the language, and the links to follow from there, one after the other."""


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
    views = {"ar": (page, narrow), "fr": (page,), "en": (narrow,)}[language]
    for name, path in [*((n, f"/{language}/{p}") for n, p in PAGES.items()), ("sheet", sheet)]:
        for view in views:
            view.goto(path, wait_until="networkidle")
            if found := _violations(view):
                faults[f"{name} {view.viewport_size['width'] if view.viewport_size else ''}"] = found
            wide = view.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{name} is wider than the screen by {wide} px"
    assert faults == {}


def _follow(page: Page, path: str, language: str) -> None:
    """Open an address, then the first link of `main` that each selector finds."""
    address, *selectors = path.split(" | ")
    page.goto(f"/{language}/{address}")
    for selector in selectors:
        link = page.locator("main").locator(selector).first
        assert link.count(), f"{path}: no {selector} on {page.url}"
        page.goto(link.get_attribute("href") or "")


VIEWS: dict[str, dict[str, Any]] = {
    "ar": {"width": 390, "color_scheme": "dark"},
    "fr": {"width": 1280},
    "en": {"width": 390},
}


@pytest.mark.parametrize("role", INSIDE)
@pytest.mark.parametrize("language", VIEWS)
def test_pages_of_people_who_are_signed_in_have_no_axe_violation(visit: Visit, language: str, role: str) -> None:
    page = visit(f"/{language}/about/", **VIEWS[language])
    be(page, role, language)
    faults = {}
    for path in _turns(INSIDE[role], language):
        _follow(page, path, language)
        if found := [*_violations(page), *_too_wide(page)]:
            faults[path] = found
    assert faults == {}


def _turns(paths: list[str], language: str) -> list[str]:
    """Arabic looks at every page; French and English take turns: their pages differ in words only."""
    return paths if language == "ar" else paths[language == "en" :: 2]


def _too_wide(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"wider than the screen by {wide} px"] if wide > 0 else []


@pytest.mark.parametrize("language", VIEWS)
def test_invitation_has_no_axe_violation(visit: Visit, mailbox: Mailbox, language: str) -> None:
    page = visit(f"/{language}/about/", **VIEWS[language])
    be(page, "mayor-loos-en-gohelle", language)
    _follow(page, "my-town/ | a[href*='/people/'] | a[href$='/invite/']", language)
    address = f"axe-{language}@invited.example"
    fill(page, email=address, role="editor", language=language)
    send(page)
    invited = visit(mailbox.take(address, r"(http\S+/invitations/\S+/)"), **VIEWS[language])
    assert invited.locator("html").get_attribute("lang") == language
    assert [*_violations(invited), *_too_wide(invited)] == []


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
