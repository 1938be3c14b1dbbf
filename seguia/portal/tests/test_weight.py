"""Light enough for a rural mobile line."""

import gzip
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client

from seguia.config.testing import Cast
from seguia.ui.tests.markup import Page

FIRST_VIEW = 60_000
STYLESHEET = 38_000


def _static(address: str) -> bytes:
    found = finders.find(address.removeprefix("/static/").split("#")[0])
    return Path(str(found)).read_bytes()


def test_first_view_is_below_60_kb(cast: Cast, client: Client) -> None:
    html = client.get("/ar/").content
    page = Page(html.decode())
    wanted = [e["href"] for e in page.all("link", rel="stylesheet") + page.all("link", rel="icon")]
    wanted += [e["src"] for e in page.all("script")] + [e["href"] for e in page.all("use")]
    files = {address.split("#")[0] for address in wanted if address}
    total = len(gzip.compress(html)) + sum(len(gzip.compress(_static(address))) for address in files)
    assert files
    assert total < FIRST_VIEW


def test_stylesheet_is_small_and_logical() -> None:
    css = _static("/static/ui/seguia.css").decode()
    assert len(css.encode()) < STYLESHEET
    physical = ["margin-left", "margin-right", "padding-left", "padding-right", "text-align: left", "text-align: right",
                "border-left", "border-right", "float: left", "float: right", "letter-spacing"]  # fmt: skip
    assert [word for word in physical if word in css] == []
