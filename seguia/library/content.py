"""What somebody saves, as plain values: compared, merged with what others saved meanwhile, put back into the method.

No versions are kept. A form carries a mark of every value it started from (`marks`), so that a save can tell what I
changed from what somebody else changed, and only the same value changed by both has to be decided by a person.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from seguia.actions.models import Action, Status
from seguia.core.errors import Message
from seguia.core.translated import TranslatedText
from seguia.core.translation_state import fingerprint
from seguia.library.models import Method
from seguia.vocabulary.models import Concept, Goal

Content = dict[str, Any]
Marks = Mapping[str, str]
TEXTS = Method.TEXT_FIELDS
VALUES = ("kind", "original_language", "link", "source", "publisher", "year", "licence")
LISTS = ("themes", "goals", "examples")
"""Codes of what is tied to it: slugs, codes, public identifiers."""


def snapshot(method: Method) -> Content:
    """The method as plain JSON values; three queries for what is tied to it."""
    return {
        **{name: dict(getattr(method, name)) for name in TEXTS},
        **{name: getattr(method, name) for name in VALUES},
        "themes": sorted(method.themes.values_list("slug", flat=True)),
        "goals": sorted(method.goals.order_by().values_list("code", flat=True)),
        "examples": sorted(method.examples.order_by().values_list("public_id", flat=True)),
    }


def apply(method: Method, content: Content) -> None:
    """Put values into the method; what is tied to it is set by `tie`, once the row is there."""
    for name in TEXTS:
        setattr(method, name, TranslatedText(content[name]))
    for name in VALUES:
        setattr(method, name, content[name])


def tie(method: Method, content: Content) -> None:
    """Themes, goals and examples, by their codes."""
    method.themes.set(Concept.objects.filter(slug__in=content["themes"]))
    method.goals.set(Goal.objects.filter(code__in=content["goals"]))
    method.examples.set(Action.objects.filter(public_id__in=content["examples"]))


def unknown_codes(method: Method, content: Content) -> dict[str, list[str]]:
    """Codes that lead nowhere, by field. A sheet can be cited while it is published; one that was cited before stays."""
    citable = Action.objects.filter(Q(status=Status.PUBLISHED) | Q(methods=method))
    known = {
        "themes": Concept.objects.filter(slug__in=content["themes"]).values_list("slug", flat=True),
        "goals": Goal.objects.filter(code__in=content["goals"]).values_list("code", flat=True),
        "examples": citable.filter(public_id__in=content["examples"]).values_list("public_id", flat=True),
    }
    missing = {name: sorted(set(content[name]) - set(found)) for name, found in known.items()}
    return {name: codes for name, codes in missing.items() if codes}


def flatten(content: Content) -> dict[str, Any]:
    """Every value under its path: `title.fr`, `year`. Empty texts are not there."""
    flat: dict[str, Any] = {
        f"{name}.{language}": text for name in TEXTS for language, text in content[name].items() if text
    }
    return flat | {name: content[name] for name in VALUES} | {name: sorted(content[name]) for name in LISTS}


def marks(content: Content) -> dict[str, str]:
    """A mark of every value, for a form to carry."""
    return {path: _mark(value) for path, value in flatten(content).items()}


def _mark(value: Any) -> str:
    return fingerprint(json.dumps(value, ensure_ascii=False)) if value is not None else ""


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

    @property
    def label(self) -> Message:
        """What the field is called."""
        column: Any = Method._meta.get_field(self.name)
        return column.verbose_name  # type: ignore[no-any-return]


@dataclass
class Merged:
    """The result; where both changed a value, `content` has mine and `disagreements` both."""

    content: Content
    disagreements: list[Disagreement] = field(default_factory=list)


def merge(seen: Marks, mine: Content, theirs: Content) -> Merged:
    """`seen` marks what I started from. Different fields and languages never meet."""
    flat_mine, flat_theirs = flatten(mine), flatten(theirs)
    merged: dict[str, Any] = {}
    disagreements = []
    for path in {**flat_mine, **flat_theirs}:
        my, their, was = flat_mine.get(path), flat_theirs.get(path), seen.get(path, "")
        merged[path] = their if _mark(my) in (was, _mark(their)) else my
        if was not in (_mark(my), _mark(their)) and my != their:
            disagreements.append(Disagreement(path, my, their))
    return Merged(_unflatten(merged), sorted(disagreements, key=lambda one: one.path))


def _unflatten(flat: Mapping[str, Any]) -> Content:
    texts = {
        name: {path.partition(".")[2]: text for path, text in flat.items() if path.startswith(f"{name}.") and text}
        for name in TEXTS
    }
    return texts | {name: flat[name] for name in (*VALUES, *LISTS)}
