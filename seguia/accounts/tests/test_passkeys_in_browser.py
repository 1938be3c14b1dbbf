"""A passkey is added and opens the account, in a real browser with a device that is only pretended."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import sync_playwright

from seguia.accounts.tests.people import PASSWORD, kinds_of, person

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: passkeys were not tried"),
]


@pytest.fixture
def page() -> Iterator[Any]:
    """A page with a device that has a user who agrees to everything."""
    cache.clear()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(locale="fr-FR")
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        page.faults = []
        page.on("console", lambda told: page.faults.append(told.text) if told.type == "error" else None)
        yield page
        browser.close()


def test_passkey_is_added_and_opens_the_account(page: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    user = person()
    home = live_server.url.replace("127.0.0.1", "localhost")
    page.goto(f"{home}/fr/account/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("form.panel button[type=submit]")
    page.goto(f"{home}/fr/account/second-factor/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    page.click("form.panel button[type=submit]")
    page.fill("[name=name]", "هاتفي")
    page.check("[name=passwordless]")
    with page.expect_navigation():
        page.click("#mfa_webauthn_add")
    assert kinds_of(user) == {"webauthn", "recovery_codes"}
    page.goto(f"{home}/fr/account/")
    assert "هاتفي" in page.inner_text("main")
    page.context.clear_cookies()
    page.goto(f"{home}/fr/account/login/")
    page.wait_for_selector("#mfa_login:not([hidden]) #passkey_login")
    with page.expect_navigation():
        page.click("#passkey_login")
    page.goto(f"{home}/fr/account/")
    assert user.email in page.inner_text("main")
    page.context.clear_cookies()
    page.goto(f"{home}/fr/account/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("form.panel button[type=submit]")
    page.wait_for_selector("#mfa_webauthn_authenticate")  # after the password, as second factor
    with page.expect_navigation():
        page.click("#mfa_webauthn_authenticate")
    page.goto(f"{home}/fr/account/")
    assert user.email in page.inner_text("main")
    assert page.faults == []
