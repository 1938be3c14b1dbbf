"""Members' longer texts: Markdown in, safe HTML out."""

from functools import cache
from itertools import pairwise

import nh3
from django.utils.text import slugify
from markdown_it import MarkdownIt

_TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "blockquote",
    "a",
    "h3",
    "h4",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_ATTRIBUTES = {"a": {"href", "title"}, "*": {"lang", "dir"}}


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")


def to_html(text: str) -> str:
    """Sanitised HTML of a member's text: headings start at level 3, links carry `nofollow`."""
    html = _parser().render(text)
    for level in (1, 2):
        html = html.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )


_PAGE_TAGS = _TAGS | {"h2", "code", "pre", "hr"}
_PAGE_ATTRIBUTES = {**_ATTRIBUTES, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}}
_LEVELS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}


class Outline:
    """The headings of one page, over several pieces of text: each gets an anchor of its own."""

    def __init__(self) -> None:
        self.entries: list[tuple[int, str, str]] = []
        """(level 2 to 4, text, anchor)"""

    def add(self, level: int, text: str) -> str:
        """Enter a heading; returns its anchor."""
        stem = f"s-{slugify(text, allow_unicode=True)[:60] or len(self.entries) + 1}"
        taken = {anchor for _, _, anchor in self.entries}
        anchor = next(a for a in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if a not in taken)
        self.entries.append((level, text, anchor))
        return anchor


def to_page_html(text: str, outline: Outline | None = None) -> str:
    """Sanitised HTML of an editorial text: headings of levels 2 to 4 with anchors, no pictures, plain links."""
    parser = _parser()
    tokens = parser.parse(text)
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        level = _LEVELS[opening.tag]
        opening.tag = f"h{level}"
        if outline is not None:
            words = "".join(t.content for t in inline.children or [] if t.type in ("text", "code_inline"))
            opening.attrSet("id", outline.add(level, words))
    for before, closing in pairwise(tokens):
        if closing.type == "heading_close" and before.type == "inline":
            closing.tag = f"h{_LEVELS[closing.tag]}"
    return nh3.clean(
        parser.renderer.render(tokens, parser.options, {}),
        tags=_PAGE_TAGS,
        attributes=_PAGE_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
