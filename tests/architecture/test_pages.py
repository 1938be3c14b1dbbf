"""Templates and styles keep to what the security headers and right-to-left pages need; views ask queries, not tables."""

import re

import pytest

from tests.repository import faults, name_of, ours, python_files, templates, text_of

INLINE = re.compile(
    r"""<style\b|\sstyle\s*=\s*["']|\son[a-z]{3,}\s*=\s*["']|javascript:|<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)""",
    re.IGNORECASE,
)
PHYSICAL = re.compile(
    r"""(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"""
    r"""|border-(?:top|bottom)-(?:left|right)-radius"""
    r"""|(?:^|[;{\s])(?:left|right)\s*:"""
    r"""|(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b"""
    r"""|-position\s*:\s*(?:left|right)\b"""
)
FOUR_SIDES = re.compile(r"(?:^|[;{\s])(?:margin|padding|inset|border-width)\s*:\s*([^;}]+)")
TABLE = re.compile(r"\b[A-Z]\w*\.(?:_default_manager|objects)\b")


def lopsided(line: str) -> bool:
    """A shorthand of four sides whose right and left differ."""
    for match in FOUR_SIDES.finditer(line):
        sides = re.findall(r"(?:[\w-]+\([^()]*(?:\([^()]*\)[^()]*)*\)|[^\s!])+", match.group(1).split("!")[0])
        if len(sides) == 4 and sides[1] != sides[3]:
            return True
    return False


def physical_lines(css: str) -> list[tuple[int, str]]:
    """Numbered lines that name left or right."""
    bare = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment.group().count("\n"), css, flags=re.DOTALL)
    return [(n, line) for n, line in enumerate(bare.splitlines(), 1) if PHYSICAL.search(line) or lopsided(line)]


def test_templates_carry_nothing_inline() -> None:
    found = [
        f"{name_of(path)}:{number} {line.strip()[:100]}"
        for path in templates()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if INLINE.search(line)
    ]
    assert not found, faults(found)


@pytest.mark.parametrize(
    "line",
    [
        '<p style="x">',
        "<p onclick='x()'>",
        "<style>",
        "<script>x</script>",
        '<a href="javascript:x">',
        '<p data-x="" onload="x">',
    ],
)
def test_inline_code_would_be_noticed(line: str) -> None:
    """The control."""
    assert INLINE.search(line)


@pytest.mark.parametrize(
    "line",
    [
        '<script src="/a.js" defer></script>',
        '<script type="application/ld+json">',
        '<p class="on" data-style="x">',
        "one = 1",
    ],
)
def test_what_is_fine_is_left_alone(line: str) -> None:
    assert not INLINE.search(line)


def test_styles_know_no_left_and_right() -> None:
    sheets = ours(".css", under="seguia/")
    assert sheets
    found = [
        f"{name_of(path)}:{number} {line.strip()[:100]}"
        for path in sheets
        for number, line in physical_lines(text_of(path))
    ]
    assert not found, faults(found)


@pytest.mark.parametrize(
    "rule",
    [
        "a { margin-left: 1px }", "a { left: 0 }", "a {right:0}", "a { text-align: left }", "a { float: right }",
        "a { border-top-left-radius: 1px }", "a { margin: 0 1px 0 2px }", "a { padding: 0 calc(1px + 2px) 0 0 }",
    ],
)  # fmt: skip
def test_left_and_right_would_be_noticed(rule: str) -> None:
    """The control."""
    assert physical_lines(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "a { margin-inline-start: 1px }", "a { text-align: start }", "/* left: 0 */", "a { margin: 0 1px 0 1px }",
        "a { inset-inline-end: 0 }", "a { padding: 1px 2px }", "a::before { content: 'left' }", "a { float: inline-start }",
    ],
)  # fmt: skip
def test_logical_rules_are_left_alone(rule: str) -> None:
    assert not physical_lines(rule)


def test_views_and_endpoints_ask_queries_not_tables() -> None:
    found = [
        f"{name_of(path)}:{number} {line.strip()[:100]}"
        for path in python_files("seguia/")
        if {"views", "api"} & {path.stem, path.parent.name} and "tests" not in path.parts
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if TABLE.search(line)
    ]
    assert not found, faults(found)
    assert TABLE.search("found = Action.objects.get(pk=1)")
