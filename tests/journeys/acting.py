"""What people of a journey do with a page: be somebody, fill in, press, sign in with a code from a mail."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, Response

from tests.journeys.mails import CODE, Mailbox

Visit = Callable[..., Page]


def be(page: Page, role: str, language: str) -> None:
    """Sign in through the demonstration's page of roles."""
    page.goto(f"/{language}/demo/")
    press(page, f'form:has(input[value="{role}"]) button')


def press(page: Page, selector: str) -> Response:
    """Click something that leads to a page; returns the answer."""
    with page.expect_navigation(wait_until="domcontentloaded") as shown:
        page.locator(selector).first.click()
    assert shown.value
    return shown.value


def send(page: Page) -> Response:
    """Press the button of the page's form."""
    return press(page, 'main form:has([name="form_key"]) .actions button')


def fill(page: Page, **fields: str | bool) -> None:
    """Fill in fields of the page by name."""
    for name, value in fields.items():
        field = page.locator(f'main [name="{name}"]').first
        if isinstance(value, bool):
            field.set_checked(value)
        elif field.evaluate("e => e.localName") == "select":
            field.select_option(value)
        else:
            field.fill(value)


def said(page: Page) -> str:
    """What the page says."""
    return page.locator("main").inner_text()


def sign_in_with_code(page: Page, mailbox: Mailbox, address: str) -> None:
    """From the page that sends a code to the page one wanted."""
    page.locator("main [name=email]").fill(address)
    press(page, "main form.form button[type=submit]")
    page.locator("main [name=code]").fill(mailbox.take(address, CODE))
    press(page, "main form.form button[type=submit]")
    assert "/account/" not in page.url, said(page)


def accept_invitation(page: Page, mailbox: Mailbox, address: str, name: str) -> str:
    """The link in the mail, an account, a code, “Accept”; returns the link."""
    link = mailbox.take(address, r"(http\S+/invitations/\S+/)")
    page.goto(link)
    page.locator("#name").fill(name)
    press(page, 'button[value="account"]')
    sign_in_with_code(page, mailbox, address)
    press(page, 'button[value="accept"]')
    assert "/my-town/" in page.url, said(page)
    return link


def until(page: Page, path: str, selector: str, *, seconds: float = 30) -> None:
    """Open a page again until it has something the worker brings."""
    end = time.monotonic() + seconds
    page.goto(path)
    while not page.locator(selector).count():
        assert time.monotonic() < end, f"{path} never had {selector}: {said(page)[:2000]}"
        page.wait_for_timeout(300)
        page.goto(path)


def public_id(page: Page, before: str) -> str:
    """The public id that stands in the address after a word."""
    found = re.search(rf"/{before}/([^/]+)/", page.url)
    assert found, page.url
    return found[1]
