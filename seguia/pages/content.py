"""What an editor saves, as plain values: kept as a version, compared, merged, put back into the page."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from seguia.core.translated import TranslatedText
from seguia.pages.models import Image, Page
from seguia.vocabulary.models import Concept

Content = dict[str, Any]
TEXTS = ("title", "summary", "body")
BY_LANGUAGE = (*TEXTS, "slugs")
SCALARS = ("original_language", "parent", "order", "in_menu", "place", "day", "picture", "themes")


def snapshot(page: Page) -> Content:
    """The page as plain JSON values."""
    return {
        **{name: dict(getattr(page, name)) for name in TEXTS},
        "slugs": page.current_slugs(),
        "original_language": page.original_language,
        "parent": page.parent.public_id if page.parent else "",
        "order": page.order,
        "in_menu": page.in_menu,
        "place": page.place or "",
        "day": page.day.isoformat() if page.day else "",
        "picture": page.picture.public_id if page.picture else "",
        "themes": sorted(theme.slug for theme in page.themes.all()),
    }


def apply(page: Page, content: Content) -> None:
    """Put checked values into the page (addresses and themes are rows of their own: the service keeps them)."""
    for name in TEXTS:
        setattr(page, name, TranslatedText(content[name]))
    page.original_language = content["original_language"]
    page.parent = Page.objects.filter(public_id=content["parent"]).first() if content["parent"] else None
    page.picture = Image.objects.filter(public_id=content["picture"]).first() if content["picture"] else None
    page.order, page.in_menu = content["order"], content["in_menu"]
    page.place = content["place"] or None
    page.day = datetime.date.fromisoformat(content["day"]) if content["day"] else None


def themes_of(content: Content) -> "list[Concept]":
    """Concepts by their slugs; those that were merged away are left out."""
    return list(Concept.objects.filter(slug__in=content["themes"]))


def flatten(content: Content) -> dict[str, Any]:
    """Every value under its path: `title.fr`, `order`. Empty texts are not there."""
    flat: dict[str, Any] = {
        f"{name}.{language}": text for name in BY_LANGUAGE for language, text in content.get(name, {}).items() if text
    }
    for name in SCALARS:
        value = content.get(name)
        flat[name] = tuple(value) if isinstance(value, list) else value
    return flat


@dataclass(frozen=True)
class Disagreement:
    """One value that two people changed differently."""

    path: str
    mine: Any
    theirs: Any

    @property
    def name(self) -> str:
        """The field."""
        return self.path.partition(".")[0]

    @property
    def language(self) -> str:
        """Of a text; empty for other values."""
        return self.path.partition(".")[2]


@dataclass
class Merged:
    """The result; where both changed a value, `content` has mine and `disagreements` theirs."""

    content: Content
    disagreements: list[Disagreement] = field(default_factory=list)


def merge(base: Content, mine: Content, theirs: Content) -> Merged:
    """Different fields and languages never meet; the same value changed twice is a disagreement."""
    flat_base, flat_mine, flat_theirs = flatten(base), flatten(mine), flatten(theirs)
    merged: dict[str, Any] = {}
    disagreements = []
    for path in {**flat_base, **flat_mine, **flat_theirs}:
        was, my, their = flat_base.get(path), flat_mine.get(path), flat_theirs.get(path)
        if my in (was, their):
            merged[path] = their
            continue
        merged[path] = my
        if their != was:
            disagreements.append(Disagreement(path, my, their))
    return Merged(_unflatten(merged), sorted(disagreements, key=lambda d: d.path))


def _unflatten(flat: Mapping[str, Any]) -> Content:
    content: Content = {
        name: {path.partition(".")[2]: text for path, text in flat.items() if path.startswith(f"{name}.") and text}
        for name in BY_LANGUAGE
    }
    for name in SCALARS:
        value = flat.get(name)
        content[name] = list(value) if isinstance(value, tuple) else value
    return content
