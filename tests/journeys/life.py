"""The life of a town in chapters. Each does its part through pages and mails alone, and checks what its people then see."""

import datetime
import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from tests.journeys.acting import (
    Visit,
    accept_invitation,
    be,
    fill,
    press,
    public_id,
    said,
    send,
    sign_in_with_code,
    until,
)
from tests.journeys.mails import Mailbox
from tests.journeys.towns import Town, small_pdf


def today() -> datetime.date:
    """As the network's own clock has it."""
    return datetime.datetime.now(ZoneInfo("Africa/Casablanca")).date()


class Life:
    """What the chapters hand on: who acts in which browser, and the ids of what they made."""

    def __init__(self, town: Town, visit: Visit, mailbox: Mailbox, command: Callable[..., str], folder: Path) -> None:
        self.town, self.mailbox, self.command = town, mailbox, command
        self._visit, self._folder = visit, folder
        self.membership = self.organisation = self.invoice = self.sheet = self.draft = self.used_link = ""

    @cached_property
    def mayor(self) -> Page:
        """On a telephone."""
        return self._open(width=390)

    @cached_property
    def clerk(self) -> Page:
        """Without JavaScript."""
        return self._open(javascript=False)

    @cached_property
    def successor(self) -> Page:
        """The next mayor, on a telephone."""
        return self._open(width=390)

    @cached_property
    def stranger(self) -> Page:
        """Signed in nowhere."""
        return self._open()

    @cached_property
    def secretariat(self) -> Page:
        """Of the network."""
        return self._demo("secretariat")

    @cached_property
    def colleague(self) -> Page:
        """The secretariat once more, in another browser."""
        return self._demo("secretariat")

    @cached_property
    def translator(self) -> Page:
        """Translates into French and English."""
        return self._demo("translator")

    def _open(self, **options: Any) -> Page:
        page: Page = self._visit(self.at("about/"), **options)
        return page

    def _demo(self, role: str) -> Page:
        page = self._open()
        be(page, role, self.town.language)
        return page

    def at(self, path: str, language: str = "") -> str:
        """An address in the language of the town's people."""
        return f"/{language or self.town.language}/{path}"

    def address(self, who: str) -> str:
        """Somebody's mail address."""
        return f"{who}@{self.town.codes[0]}.example"

    def town_page(self, number: int, before: str = "territories") -> str:
        """The page of the town (0), of its neighbour (1), of what they become (2)."""
        return self.at(f"{before}/local/{self.town.codes[number]}/")

    def document(self, name: str, content: bytes) -> Path:
        """A file on somebody's desk."""
        path = self._folder / name
        path.write_bytes(content)
        return path


def ask_for_membership(life: Life) -> None:
    """A mayor nobody knows asks: a link by mail, a code, a wrong file, the right one, and sent twice all the same."""
    town, page, address = life.town, life.mayor, life.address("mayor")
    page.goto(life.at("join/"))
    fill(page, q=town.name)
    press(page, "main form[role=search] button")
    press(page, f'.card a[href*="/join/local/{town.codes[0]}/"]')
    fill(page, email=address)
    send(page)
    page.goto(life.mailbox.take(address, r"(http\S+/join/link/\S+/)"))
    fill(page, name=town.mayor)
    send(page)
    sign_in_with_code(page, life.mailbox, address)
    assert page.url.endswith(life.at(f"join/local/{town.codes[0]}/"))

    number, message = "2026/٤" if town.language == "ar" else "2026/4", town.summary
    fill(page, function=town.title[:20], deliberation_number=number, message=message, consent=True)
    fill(page, billing_name=town.clerk, billing_email=life.address("billing"))
    page.set_input_files("[name=document]", life.document("deliberation.pdf", b"MZ this is no PDF at all"))
    assert send(page).status == 400
    assert page.locator("[name=message]").input_value() == message, "typed text is kept"
    assert page.locator("#id_document_error li").count() == 1, "the document's fault stands beside the document"
    page.set_input_files("[name=document]", life.document("deliberation.pdf", small_pdf()))
    same = page.locator("main form:has([name=form_key])").evaluate(
        "form => Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === 'string'))"
    )
    assert send(page).status == 200
    life.membership = public_id(page, "membership")
    paper = {"name": "deliberation.pdf", "mimeType": "application/pdf", "buffer": small_pdf()}
    address = life.at(f"join/local/{town.codes[0]}/")
    second = page.request.post(address, multipart={**same, "document": paper}, headers={"Referer": page.url})
    assert f"/membership/{life.membership}/" in second.url, f"the same form sent again leads elsewhere: {second.status}"


def decide_on_request(life: Life) -> None:
    """The desk shows one request; two check it at once, the second is told; the board accepts."""
    staff, other, key = life.secretariat, life.colleague, life.membership
    requests, decision = (
        life.at("desk/?pile=membership.requests"),
        life.at(f"desk/decide/membership.requests/{key}/check/"),
    )
    staff.goto(requests)
    assert staff.locator("li.card", has_text=life.town.name).count() == 1
    other.goto(decision)
    press(staff, f'a[href*="{decision}"]')
    send(staff)
    assert staff.locator(".messages").count() == 1
    send(other)
    assert "/desk/" in other.url
    assert other.locator(f'main a[href*="{decision}"]').count() == 0
    assert other.locator(".messages, .notice").first.inner_text().strip(), "who decides second is told"

    staff.goto(life.at(f"memberships/{key}/"))
    paper = staff.locator('main a[href*="/files/"]').first.get_attribute("href") or ""
    assert staff.request.get(paper).body().startswith(b"%PDF")
    assert life.stranger.request.get(paper).status in {403, 404} or "login" in life.stranger.request.get(paper).url
    staff.goto(life.at("desk/?pile=membership.board"))
    press(staff, f'a[href*="{key}/accept/"]')
    fill(staff, reason=f"CA {today().year}/11")
    send(staff)
    life.mayor.goto(life.at("my-town/"))
    assert life.town.name in said(life.mayor)


def pay_dues(life: Life) -> None:
    """A scale is in force; the call issues the invoice; the mayor reads and routes it; a payment makes a member."""
    staff, page, year = life.secretariat, life.mayor, today().year
    staff.goto(life.at("dues/desk/scales/"))
    assert str(year) in said(staff)
    staff.goto(life.at("dues/desk/calls/new/"))
    fill(staff, due_on=str(today() + datetime.timedelta(days=60)))
    send(staff)
    assert life.town.name in said(staff), "the preview shows what the town owes"
    press(staff, 'form[action*="/start/"] button')
    until(page, life.at("dues/"), 'main a[href*="/dues/invoices/"]')
    press(page, 'main a[href*="/dues/invoices/"]')
    life.invoice = public_id(page, "invoices")
    assert page.locator("html").get_attribute("lang") == life.town.language
    pdf = life.at(f"dues/invoices/{life.invoice}/pdf/")
    before = page.request.get(pdf).body()
    assert before.startswith(b"%PDF")
    assert life.stranger.request.get(pdf).body()[:5] != b"%PDF-"
    press(page, 'a[href$="/routing/"]')
    fill(page, service_code="SF-07", commitment="2026-118")
    send(page)
    assert "2026-118" in said(page)
    assert page.request.get(pdf).body() != before, "the PDF carries the commitment number"

    staff.goto(life.at(f"dues/invoices/{life.invoice}/"))
    press(staff, 'a[href*="/payments/new/"]')
    fill(staff, reference=f"VIR-{life.town.codes[0]}")
    send(staff)
    assert "/dues/desk/payments/" in staff.url, said(staff)
    page.goto(life.at("dues/"))
    receipt = page.locator('main a[href*="/receipts/"]').first.get_attribute("href") or ""
    assert page.request.get(receipt).body().startswith(b"%PDF")
    life.stranger.goto(life.at(f"members/?q={life.town.name}"))
    assert life.stranger.locator(".cards .card", has_text=life.town.name).count() == 1, "the directory shows the town"


def invite_colleague(life: Life) -> None:
    """The mayor invites a clerk, who accepts; the link is then used up and says so."""
    page = life.mayor
    page.goto(life.at("my-town/"))
    people = page.locator('main a[href*="/people/"]').first.get_attribute("href") or ""
    life.organisation = re.findall(r"/organisations/([^/]+)/", people)[0]
    page.goto(f"{people}invite/")
    fill(page, email=life.address("clerk"), role="editor", language=life.town.language)
    send(page)
    life.used_link = accept_invitation(life.clerk, life.mailbox, life.address("clerk"), life.town.clerk)
    life.stranger.goto(life.used_link)
    assert life.stranger.locator('button[value="accept"], button[value="account"]').count() == 0
    assert life.stranger.locator(".notice[role=alert]").inner_text().strip(), "a used invitation says so"


def write_and_publish(life: Life) -> None:
    """The clerk writes one sheet and begins another, the mayor submits, the desk publishes in two clicks."""
    town, language = life.town, life.town.language
    life.draft = _written(life, town.unfinished, "")
    life.sheet = _written(life, town.title, town.done)
    life.mayor.goto(life.at(f"actions/{life.sheet}/submit/"))
    press(life.mayor, "main form button.button")
    staff = life.secretariat
    staff.goto(life.at("desk/?pile=actions"))
    assert town.title in said(staff)
    press(staff, f'a[href*="/desk/decide/actions/{life.sheet}/publish/"]')
    send(staff)
    shown = life.stranger.goto(life.at(f"actions/{life.sheet}/"))
    assert shown
    assert shown.status == 200
    assert town.done in life.stranger.locator("article.sheet").inner_text()
    hidden = life.stranger.goto(life.at(f"actions/{life.draft}/", language))
    assert hidden
    assert hidden.status == 404


def _written(life: Life, title: str, done: str) -> str:
    page, language = life.clerk, life.town.language
    page.goto(life.at("actions/new/"))
    fill(page, title=title)
    send(page)
    fill(page, **{f"summary.{language}": life.town.summary, f"done.{language}": done})
    page.locator("[name=themes]").first.check()
    press(page, 'main form button[name="do"][value="save"] >> nth=-1')
    return public_id(page, "actions")


def translate(life: Life) -> None:
    """A translator finds the sheet at the desk and writes beside the original; it is published."""
    language, title, summary, done = life.town.translated
    page = life.translator
    until(page, life.at(f"translation/?target={language}&q={life.town.title}"), f'main a[href*="{life.sheet}"]')
    page.goto(life.at(f"translation/action/{life.sheet}/{language}/"))
    assert life.town.done in said(page), "the original stands beside"
    fill(page, **{"t-title": title, "t-summary": summary, "t-done": done})
    press(page, 'main form button[name="do"][value="submit"]')
    assert page.locator(".messages").count() == 1, said(page)
    life.stranger.goto(life.at(f"actions/{life.sheet}/", language))
    assert done in life.stranger.locator("article.sheet").inner_text()


def elect_another(life: Life) -> None:
    """The mandate ends today: so do the mayor's rights; drafts stay; the clerk invites the new mayor, who accepts."""
    staff, since = life.secretariat, today() - datetime.timedelta(days=900)
    _take_office(life, life.town.mayor, since)
    press(staff, 'form[action$="/tie/"] button')
    staff.goto(life.town_page(0, "mandates/towns"))
    press(staff, 'main a[href$="/end/"]')
    life.mayor.goto(life.at(f"actions/{life.draft}/edit/"))
    assert life.mayor.locator("[name='done." + life.town.language + "']").count() == 1
    fill(staff, until=str(today()), reason="election")
    send(staff)
    refused = life.mayor.goto(life.at(f"actions/{life.draft}/edit/"))
    assert refused
    assert refused.status in {403, 404}, "rights end with the mandate"
    _take_office(life, life.town.successor, today())

    clerk = life.clerk
    clerk.goto(life.at(f"mandates/handover/{life.organisation}/"))
    assert life.town.mayor in said(clerk)
    press(clerk, 'main a[href*="/invite/"]')
    fill(clerk, email=life.address("successor"))
    send(clerk)
    accept_invitation(life.successor, life.mailbox, life.address("successor"), life.town.successor)
    own = said(life.successor)
    assert (life.town.title in own, life.town.unfinished in own) == (True, True), "sheets and drafts stay with the town"
    kept = life.successor.goto(life.at(f"actions/{life.draft}/edit/"))
    assert kept
    assert kept.status == 200


def _take_office(life: Life, name: str, since: datetime.date) -> None:
    staff = life.secretariat
    staff.goto(life.town_page(0, "mandates/towns") + "new/")
    field = "arabic_name" if life.town.language == "ar" else "latin_name"
    fill(staff, **{field: name}, function="mayor", since=str(since), source="PV")
    send(staff)
    assert staff.url.endswith(life.town_page(0, "mandates/towns")), said(staff)


def merge(life: Life) -> None:
    """The town and its neighbour become one; the desk lets the membership go on; everything is found from both sides."""
    town = life.town
    before = [f"local:{code}" for code in town.codes[:2]]
    names = [f"{language}={name}" for language, name in zip(("ar", "fr", "en"), town.merged, strict=True)]
    new = ["--new", f"local:{town.codes[2]}", *names]
    life.command("territories", "event", "merger", str(today()), "--before", *before, *new)
    staff = life.secretariat
    staff.goto(life.at("desk/?pile=membership.mergers"))
    press(staff, f'a[href*="/desk/decide/membership.mergers/{life.membership}/"]')
    send(staff)
    assert staff.locator(".messages").count() == 1, said(staff)

    stranger, merged = life.stranger, town.merged[["ar", "fr", "en"].index(town.language)]
    for number in (0, 2):
        stranger.goto(life.town_page(number))
        assert stranger.locator(f'main a[href*="/actions/{life.sheet}/"]').count() >= 1, "the sheets are on both pages"
    assert town.name in said(stranger), "the new town tells from whom it became"
    stranger.goto(life.town_page(0))
    assert stranger.locator(f'main a[href*="/{town.codes[2]}/"]').count() >= 1, "the old address leads on"
    stranger.goto(life.at(f"members/?q={merged}"))
    assert stranger.locator(".cards .card", has_text=merged).count() == 1
    stranger.goto(life.at(f"actions/{life.sheet}/"))
    assert town.done in stranger.locator("article.sheet").inner_text()

    page = life.successor
    page.goto(life.at("my-town/"))
    assert (merged in said(page), town.unfinished in said(page)) == (True, True)
    page.goto(life.at("dues/"))
    assert page.locator(f'main a[href*="/invoices/{life.invoice}/"]').count() == 1, "the old dues are still reached"
    shown = page.goto(life.at(f"membership/{life.membership}/"))
    assert shown
    assert shown.status == 200


def find_again(life: Life) -> None:
    """The sheet is found in the language of its translation."""
    path = life.at(f"search/?q={life.town.question}", life.town.translated[0])
    until(life.stranger, path, f"ol.cards > li:has(a[href*='{life.sheet}'])")


CHAPTERS = (
    ask_for_membership, decide_on_request, pay_dues, invite_colleague, write_and_publish, translate, elect_another, merge,
    find_again,
)  # fmt: skip
