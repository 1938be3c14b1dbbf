"""What may stand in a text beside words: components, filled by this app and by the floors above.

A component is a line of its own: `:::image id=4f7k2m9x caption="…"`. One that holds text ends with a line `:::`:

    :::notice kind=warning
    The office is closed on Friday.
    :::

The floors above register theirs in `apps.ready`:

    register_component(Component("actions", _("Latest actions"), ":::actions theme=energy limit=3", render=…))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from seguia.core.errors import Message


@dataclass(frozen=True)
class Heading:
    """A heading of the text, for the table of contents."""

    level: int
    """2 to 4."""
    text: str
    anchor: str


@dataclass(frozen=True)
class Placed:
    """A component as it was written."""

    name: str
    parameters: Mapping[str, str]
    line: int
    """Where it begins, from 1."""
    content: str = ""


@dataclass
class Surroundings:
    """What a component may know of the page around it."""

    language: str
    """Of the text; the page around it may be in another one."""
    images: Mapping[str, Any] = field(default_factory=dict)
    """Pictures of the library that the text names, by public id."""
    headings: list[Heading] = field(default_factory=list)
    image_url: Callable[[Any, int], str] | None = None
    """(picture, width in pixels) → address; a preview by link has its own."""


Render = Callable[[Placed, Surroundings], SafeString]
"""Raises nothing: what cannot be shown is an empty text."""
Check = Callable[[Placed], Message | None]
"""A sentence that says what is wrong, or None."""


def _nothing_wrong(placed: Placed) -> Message | None:
    return None


@dataclass(frozen=True)
class Component:
    """One kind of component."""

    name: str
    label: Message
    example: str
    """As people copy it from the help."""
    render: Render
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    has_content: bool = False
    check: Check = _nothing_wrong


_COMPONENTS: dict[str, Component] = {}


def register_component(component: Component) -> None:
    """Make a component known to every text."""
    _COMPONENTS[component.name] = component


def components() -> dict[str, Component]:
    """All components by name, in the order in which they were registered."""
    return dict(_COMPONENTS)
