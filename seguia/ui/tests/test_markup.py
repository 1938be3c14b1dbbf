"""The reader of pages finds what it is there to find."""

import pytest

from seguia.ui.tests.markup import Page


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<h1>a</h1><p style='color:red'>b</p>", "inline style on <p>"),
        ("<h1>a</h1><style>p{}</style>", "inline style on <style>"),
        ("<h1>a</h1><script>x()</script>", "inline script"),
        ("<h1>a</h1><button onclick='x()'>b</button>", "onclick on <button>"),
        ("<h1>a</h1><a href='javascript:x()'>b</a>", "<a> leads outside"),
        ("<h1>a</h1><input name='q'>", "<input name=q> without label"),
        ("<h1>a</h1><p id='x'></p><p id='x'></p>", "id x twice"),
        ("<h1>a</h1><section aria-labelledby='y'></section>", "aria-labelledby=y leads nowhere"),
        ("<h2>a</h2>", "0 h1"),
        ("<h1>a</h1><img src='/x.png'>", "<img> without alt"),
    ],
)
def test_page_reader_finds_fault(html: str, fault: str) -> None:
    assert Page(html).faults == [fault]


def test_page_reader_accepts_good_page() -> None:
    assert Page("<h1>a</h1><label for='q'>q</label><input id='q'><script src='/a.js'></script>").faults == []
