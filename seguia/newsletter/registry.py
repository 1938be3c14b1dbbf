"""What an issue can point to: the upper floors say what they have, how it is found and how it is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from seguia.core.errors import Message
from seguia.core.translated import Localised, TranslatedText


@dataclass(frozen=True)
class Choice:
    """Something that can be put into an issue."""

    object_id: str
    title: Localised
    detail: str = ""


@dataclass(frozen=True)
class Content:
    """What an issue says of it, as it is when the issue is read."""

    title: TranslatedText
    text: TranslatedText
    original: str
    path: Callable[[], str]
    """Its address in the active language."""


@dataclass(frozen=True)
class ItemKind:
    """One kind of thing."""

    code: str
    label: Message
    find: Callable[[str, str], Sequence[Choice]]
    """(words, language) → at most ten, the best first; the newest where there are no words."""
    load: Callable[[Sequence[str]], Mapping[str, Content]]
    """Identifiers → contents, in a fixed number of queries; what is no longer public is missing."""


_KINDS: dict[str, ItemKind] = {}


def register_item_kind(kind: ItemKind) -> None:
    """Offer one more kind of thing to whoever writes an issue."""
    _KINDS[kind.code] = kind


def item_kinds() -> list[ItemKind]:
    """All kinds, in the order in which they were registered."""
    return list(_KINDS.values())


def item_kind(code: str) -> ItemKind | None:
    """One kind; None when it is unknown (its feature was removed)."""
    return _KINDS.get(code)
