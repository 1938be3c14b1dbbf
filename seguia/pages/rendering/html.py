"""The HTML of a text: prose sanitised, components from their own templates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from seguia.pages.components import Component, Heading, Placed, Surroundings, components
from seguia.pages.rendering.parsing import Prose, parse
from seguia.ui.markdown import Outline, to_page_html


@dataclass(frozen=True)
class Rendered:
    """A text as it is shown."""

    html: SafeString
    headings: list[Heading] = field(default_factory=list)


def names_with_content() -> frozenset[str]:
    """Components that hold text until a line `:::`."""
    return frozenset(name for name, component in components().items() if component.has_content)


def render_text(
    text: str,
    language: str,
    *,
    images: Mapping[str, Any] | None = None,
    image_url: Callable[[Any, int], str] | None = None,
) -> Rendered:
    """Components come second, so that a table of contents at the top knows the headings below it."""
    known, outline = components(), Outline()
    surroundings = Surroundings(language, images or {}, image_url=image_url)
    parts: list[SafeString | Placed] = [
        mark_safe(to_page_html(part.text, outline)) if isinstance(part, Prose) else part  # noqa: S308 -- sanitised
        for part in parse(text, names_with_content()).parts
    ]
    surroundings.headings = [Heading(*entry) for entry in outline.entries]
    html = [part if isinstance(part, SafeString) else _shown(part, known, surroundings) for part in parts]
    return Rendered(mark_safe("\n".join(html)), surroundings.headings)  # noqa: S308 -- every part is safe


def _shown(placed: Placed, known: Mapping[str, Component], surroundings: Surroundings) -> SafeString:
    """Nothing for a component that is no longer known: readers are not told of the editor's slips."""
    component = known.get(placed.name)
    if component is None or not all(placed.parameters.get(name) for name in component.required):
        return SafeString("")
    return component.render(placed, surroundings)
