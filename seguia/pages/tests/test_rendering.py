"""Texts become safe HTML; what is wrong is told with its line."""

import pytest
from django.utils.safestring import SafeString

from seguia.pages.components import Component, components, register_component
from seguia.pages.rendering import faults_of, image_ids_in, render_text
from seguia.pages.rendering.parsing import Prose, parse
from seguia.ui.tests.markup import Page as Markup

XSS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<iframe src=//evil.example>",
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](&#106;avascript:alert(1))", "[x](data:text/html,<b>)",
    "[x](vbscript:x)", "<javascript:alert(1)>", "![x](https://evil.example/x.png)", "![x](x\" onerror=\"alert(1))",
    "<a href=\"x\" onclick=\"y\">z</a>", "**<b onmouseover=x>**", "## <style>*{display:none}</style>",
    "[x]: javascript:alert(1)\n\n[x]", "`<script>`", "```\n<script>alert(1)</script>\n```", "<!-- --><script>x</script>",
    "## x\" onclick=\"y", "| <script> |\n|---|\n| <img onerror=x> |", "<form action=//evil.example><input></form>",
    ':::button href=javascript:alert(1) label="x"', ':::button href="data:text/html,x" label=x',
    ':::button href=/x label="<script>alert(1)</script>"', ":::notice title=<script>\n<script>x</script>\n:::",
    ':::image id="<script>"', ':::notice kind="\' onclick=x"\nx\n:::', "<math><mi xlink:href=javascript:x>",
    ":::button href=java\tscript:alert(1) label=x", "[x](\\javascript:alert(1))", "<object data=x>", "<base href=//x>",
]  # fmt: skip


@pytest.mark.parametrize("text", XSS)
def test_nothing_that_runs_comes_out(text):
    html = render_text(text, "fr").html
    assert isinstance(html, SafeString)
    page = Markup(f"<main>{html}</main>")
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "svg", "iframe", "style", "form", "object", "base", "math", "input"}, html
    for _tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")], html
        address = (attributes.get("href") or "").strip().lower()
        assert not address.startswith(("javascript:", "data:", "vbscript:")), html


def test_control_markup_reader_sees_what_runs():
    page = Markup("<img src=x onerror=alert(1) alt=''>")
    assert [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def test_markdown_is_shown():
    html = render_text("# عنوان\n\nنص **مهم** مع [رابط](/ar/search/)\n\n| أ | ب |\n|---|---|\n| 1 | 2 |", "ar").html
    assert '<h2 id="s-عنوان">عنوان</h2>' in html
    assert "<strong>مهم</strong>" in html
    assert 'href="/ar/search/"' in html
    assert "<td>2</td>" in html


def test_contents_know_the_headings_below_and_every_anchor_is_its_own():
    rendered = render_text(":::contents\n\n## L’eau\n\ntexte\n\n:::notice\nx\n:::\n\n## L’eau\n\n### Détail", "fr")
    anchors = [heading.anchor for heading in rendered.headings]
    assert len(set(anchors)) == 3
    assert all(f'href="#{anchor}"' in rendered.html and f'id="{anchor}"' in rendered.html for anchor in anchors)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("un\n\n:::nothing x=1", 3, "There is no component “nothing”"),
        ("::: ", 1, "is not the name of a component"),
        (":::button href=/x", 1, "needs “label”"),
        (":::button href=javascript:x label=y", 1, "is not possible"),
        (":::contents deep=3", 1, "has no “deep”"),
        (":::notice\ntext\n\nmore", 1, "has no end"),
        (":::notice kind=loud\nx\n:::", 1, "“kind” can be"),
        ('a\n:::button href=/x label="y', 2, "cannot be read"),
        ("a\n\nb <b>c</b>", 3, "HTML is not taken"),
        ("<div>\nx\n</div>", 1, "HTML is not taken"),
        ("un\ndeux\n![x](https://evil.example/x.png)", 3, "Pictures come from the library"),
        ("[x](javascript:alert)", 1, "The link to “javascript:alert”"),
        (":::notice\nx\n[y](ftp://z)\n:::", 3, "The link to “ftp://z”"),
    ],
)
def test_slips_are_told_with_their_line(text, line, words):
    faults = faults_of(text)
    assert (faults[0].line, words in str(faults[0].message)) == (line, True), faults


@pytest.mark.parametrize(
    "text",
    ["", "texte", "1 < 2 et 3 > 2", "[a](/fr/), [b](mailto:a@b.org), [c](tel:+212600000000), [d](#s-x)", ":::contents",
     ':::button href=https://a.org label="Voir"', ":::notice kind=good title=Bravo\ntexte\n:::", "```\n:::nothing\n```"],
)  # fmt: skip
def test_good_texts_have_no_fault(text):
    assert faults_of(text) == []


def test_code_keeps_its_colons():
    assert [type(part) for part in parse("~~~\n:::contents\n~~~").parts] == [Prose]


def test_pictures_of_a_text_are_found_once():
    assert image_ids_in(":::image id=4f7k2m9x\n\n:::image id=4F7K2M9X caption=x\n\n```\n:::image id=aaaaaaaa\n```") == [
        "4f7k2m9x"
    ]


def test_component_of_an_upper_floor_and_one_that_is_gone(monkeypatch):
    monkeypatch.setattr("seguia.pages.components._COMPONENTS", components())
    register_component(Component("hello", "Hello", ":::hello", lambda placed, around: SafeString("<p>مرحبا</p>")))
    assert "<p>مرحبا</p>" in render_text("x\n\n:::hello", "ar").html
    monkeypatch.setattr("seguia.pages.components._COMPONENTS", {})
    assert "hello" not in render_text("x\n\n:::hello", "ar").html


def test_actions_of_a_theme_are_listed(cast):
    html = render_text(":::actions theme=waste limit=2", "fr").html
    assert cast.french_action.public_id in html
    assert cast.arabic_action.public_id not in html
    assert "There is no theme" in str(faults_of(":::actions theme=nothing")[0].message)
    assert "whole number" in str(faults_of(":::actions limit=99")[0].message)
