"""Choosing themes, goals and places: check boxes of what is chosen, of the usual, and of what a search word found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from seguia.actions.content.snapshot import chosen_objects
from seguia.actions.editor.helps import HELPS
from seguia.core.text import harmless_text
from seguia.territories.models import Territory
from seguia.territories.names import folded
from seguia.territories.queries import find_by_name
from seguia.vocabulary.models import Concept, Goal

FOUND = 20


@dataclass(frozen=True)
class Choice:
    """One check box; `label` is a `Localised` or a translated text."""

    value: str
    label: Any
    note: Any = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class ChoiceGroup:
    """Check boxes that belong together; folded when `is_folded`."""

    label: Any
    choices: list[Choice]
    is_folded: bool = False


@dataclass(frozen=True)
class SetControl:
    """A set of codes to choose."""

    name: str
    help: Any
    find: str
    """The search word; None where there is no search box."""
    has_search: bool
    chosen: list[Choice]
    found: list[Choice]
    groups: list[ChoiceGroup] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """What the summary of faults links to."""
        return f"id_{self.name}"


def _only(names: list[str], **sets: list[str]) -> dict[str, list[str]]:
    return {name: sets.get(name, []) for name in names}


def themes_control(chosen: list[str], find: str, faults: list[str]) -> SetControl:
    """The chosen ones, what the search word found, and the themes."""
    concepts = chosen_objects(_only(["themes", "goals", "places"], themes=chosen))["themes"]
    boxes = [Choice(c.slug, c.label(), is_chosen=True) for c in concepts]
    top = [Choice(c.slug, c.label()) for c in Concept.objects.filter(is_theme=True) if c.slug not in chosen]
    found = [Choice(c.slug, c.label()) for c in found_concepts(find) if c.slug not in chosen]
    group = [ChoiceGroup("", top)] if top else []
    return SetControl("themes", HELPS["themes"], harmless_text(find), True, boxes, found, group, faults)


def found_concepts(words: str) -> list[Concept]:
    """Concepts that have a label with these words, in any language; whole labels first."""
    wanted = folded(harmless_text(words))
    if not wanted:
        return []
    scored = []
    for concept in Concept.objects.all():
        labels = _folded_labels(concept)
        if any(wanted in label for label in labels):
            rank = 0 if wanted in labels else 1 if any(label.startswith(wanted) for label in labels) else 2
            scored.append((rank, concept.order, concept.slug, concept))
    return [concept for *_order, concept in sorted(scored, key=lambda row: row[:3])[:FOUND]]


def _folded_labels(concept: Concept) -> list[str]:
    others: Iterable[list[str]] = concept.alternative.values()
    return [folded(label) for label in [*concept.preferred.values(), *(word for words in others for word in words)]]


def goals_control(chosen: list[str], faults: list[str]) -> SetControl:
    """Seventeen folded goals, each with its targets; what is chosen stands on top."""
    goals = list(Goal.objects.all())
    boxes = [_goal(goal, is_chosen=True) for goal in goals if goal.code in chosen]
    groups = [
        ChoiceGroup(
            _goal(top).label,
            [_goal(goal) for goal in goals if goal.number == top.number and goal.code not in chosen],
            is_folded=True,
        )
        for top in goals
        if top.is_goal
    ]
    return SetControl("goals", HELPS["goals"], "", False, boxes, [], groups, faults)


def _goal(goal: Goal, *, is_chosen: bool = False) -> Choice:
    return Choice(goal.code, goal.label, goal.code, is_chosen)


def places_control(chosen: list[str], find: str, faults: list[str]) -> SetControl:
    """The chosen ones and what the search word found."""
    places = chosen_objects(_only(["themes", "goals", "places"], places=chosen))["places"]
    boxes = [_place(place, is_chosen=True) for place in places]
    found = [_place(p) for p in find_by_name(harmless_text(find), limit=FOUND) if p.reference not in chosen]
    return SetControl("places", HELPS["places"], harmless_text(find), True, boxes, found, [], faults)


def _place(place: Territory, *, is_chosen: bool = False) -> Choice:
    return Choice(place.reference, place.label(), place.get_kind_display(), is_chosen)
