"""What is wrong with a text, each with its line: told when it is saved and beside a preview."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from seguia.pages.components import Component, Placed, components
from seguia.pages.rendering.html import names_with_content
from seguia.pages.rendering.parsing import Fault, Prose, parse

SCHEMES = ("https", "http", "mailto", "tel")
_SCHEME = re.compile(r"[\s\x00-\x20]*([A-Za-z][A-Za-z0-9+.\-]*):")


def is_safe_address(address: str) -> bool:
    """A path of this site, an anchor, or one of the schemes that only lead somewhere."""
    if not address or any(ord(c) < 33 for c in address) or "\\" in address:
        return False
    scheme = _SCHEME.match(address)
    return scheme is None or scheme[1].lower() in SCHEMES


def _parser() -> MarkdownIt:
    """Reads everything, the forbidden as well, so that it can be named."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def faults_of(text: str) -> list[Fault]:
    """Everything that is wrong, by line."""
    parsed = parse(text, names_with_content())
    faults = list(parsed.faults)
    for part in parsed.parts:
        if isinstance(part, Prose):
            faults += _prose_faults(part.text, part.line)
            continue
        faults += _component_faults(part)
        faults += _prose_faults(part.content, part.line + 1)
    return sorted(faults, key=lambda fault: fault.line)


def _component_faults(placed: Placed) -> Iterator[Fault]:
    component = components().get(placed.name)
    if component is None:
        told = _("There is no component “%(name)s”. There are: %(names)s.")
        yield Fault(placed.line, told % {"name": placed.name, "names": ", ".join(components())})
        return
    yield from _parameter_faults(placed, component)
    if wrong := component.check(placed):
        yield Fault(placed.line, wrong)


def _parameter_faults(placed: Placed, component: Component) -> Iterator[Fault]:
    for name in component.required:
        if not placed.parameters.get(name):
            told = _("The component “%(component)s” needs “%(name)s”, for example: %(example)s")
            known = {"component": placed.name, "name": name, "example": component.example.partition("\n")[0]}
            yield Fault(placed.line, told % known)
    for name in placed.parameters:
        if name not in (*component.required, *component.optional):
            told = _("The component “%(component)s” has no “%(name)s”.")
            yield Fault(placed.line, told % {"component": placed.name, "name": name})


def _prose_faults(text: str, first_line: int) -> Iterator[Fault]:
    for block in _parser().parse(text):
        line = first_line + (block.map[0] if block.map else 0)
        if block.type == "html_block":
            yield Fault(line, _("HTML is not taken: write Markdown or use a component."))
        for token in block.children or []:
            if token.type in ("softbreak", "hardbreak"):
                line += 1
            yield from _token_faults(token, line)


def _token_faults(token: Token, line: int) -> Iterator[Fault]:
    if token.type == "html_inline":
        yield Fault(line, _("HTML is not taken: write Markdown or use a component."))
    elif token.type == "image":
        yield Fault(line, _("Pictures come from the library: choose one there and put in its line “:::image id=…”."))
    elif token.type == "link_open" and not is_safe_address(str(token.attrs.get("href", ""))):
        told = _("The link to “%(address)s” is not possible. Links begin with https://, mailto:, tel: or “/”.")
        yield Fault(line, told % {"address": str(token.attrs.get("href", ""))[:80]})
