"""The form of a plan: every part beside what the source says, every box with the fingerprint of what stood in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.translation_state import fingerprint
from seguia.replication.models import Choice, PartKind, Replication
from seguia.replication.queries.plans import PartView, parts_of
from seguia.replication.services import Disagreement, Edit
from seguia.replication.services.saving import BOXES

NEW_ROWS = 2
BOX, SEEN, SETTLE, NEW = "box.", "seen.", "settle.", "new."
LONGEST = 20_000
"""Characters of a box that are read at all; beyond that it is a fault anyway."""


@dataclass(frozen=True)
class BoxView:
    """One box as the page shows it."""

    path: str
    label: Message
    value: str
    seen: str
    faults: Sequence[str] = ()
    conflict: Disagreement | None = None
    settled: str = ""

    @property
    def name(self) -> str:
        """Of the control."""
        return BOX + self.path

    @property
    def id(self) -> str:
        """Of the element."""
        return self.path.replace(".", "-")


@dataclass(frozen=True)
class PartForm:
    """One part of the plan."""

    view: PartView
    boxes: Mapping[str, BoxView]

    @property
    def choices(self) -> list[tuple[str, Message]]:
        """What can be decided about it."""
        if self.view.item.kind == PartKind.OWN_STEP:
            return [(Choice.CHANGE, _("we do this")), (Choice.DROP, Choice.DROP.label)]
        return [(choice.value, choice.label) for choice in Choice]


@dataclass(frozen=True)
class NewStep:
    """A blank row for a step of our own."""

    number: int
    title: str = ""
    text: str = ""
    faults: Sequence[str] = ()


@dataclass
class PlanForm:
    """The whole form."""

    parts: list[PartForm]
    new_steps: list[NewStep]
    conflicts: list[Disagreement] = field(default_factory=list)

    @property
    def fault_count(self) -> int:
        """Boxes somebody has to look at."""
        boxes = sum(1 for part in self.parts for box in part.boxes.values() if box.faults)
        return boxes + sum(1 for step in self.new_steps if step.faults)


def blank_form(plan: Replication) -> PlanForm:
    """The plan as it is."""
    return form_of(plan, {})


def form_of(
    plan: Replication,
    data: Mapping[str, str],
    faults: Mapping[str, list[str]] | None = None,
    conflicts: Sequence[Disagreement] = (),
) -> PlanForm:
    """The plan with what was typed; where a colleague wrote meanwhile, the form starts from their text now."""
    faults, by_path = faults or {}, {one.path: one for one in conflicts}
    parts = []
    for view in parts_of(plan):
        boxes = {name: _box(view, name, data, faults, by_path) for name in _names(view)}
        parts.append(PartForm(view, boxes))
    steps = [
        NewStep(
            number,
            data.get(f"{NEW}{number}.title", ""),
            data.get(f"{NEW}{number}.text", ""),
            faults.get(f"{NEW}{number}.title", ()),
        )
        for number in range(NEW_ROWS)
    ]
    return PlanForm(parts, steps, list(conflicts))


def _names(view: PartView) -> list[str]:
    return [name for name in BOXES if name != "title" or view.item.kind == PartKind.OWN_STEP]


def _box(
    view: PartView,
    name: str,
    data: Mapping[str, str],
    faults: Mapping[str, list[str]],
    conflicts: Mapping[str, Disagreement],
) -> BoxView:
    path = f"{view.item.key}.{name}"
    stored, conflict = str(getattr(view.item, name)), conflicts.get(path)
    seen = fingerprint(conflict.theirs) if conflict else data.get(SEEN + path) or fingerprint(stored)
    value = data.get(BOX + path, stored)
    return BoxView(path, BOXES[name][0], value, seen, faults.get(path, ()), conflict, data.get(SETTLE + path, ""))


def edit_from(data: QueryDict) -> Edit:
    """What a browser sent."""
    return Edit(
        typed=_below(data, BOX),
        seen=_below(data, SEEN),
        settled=_below(data, SETTLE),
        new_steps=[
            (_short(data, f"{NEW}{number}.title"), _short(data, f"{NEW}{number}.text")) for number in range(NEW_ROWS)
        ],
    )


def _below(data: QueryDict, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): _short(data, name) for name in data if name.startswith(prefix)}


def _short(data: QueryDict, name: str) -> str:
    return str(data.get(name, ""))[:LONGEST]


def typed_texts(data: QueryDict) -> list[tuple[str, Any]]:
    """What was typed, to be copied when the form cannot be used any more."""
    boxes = [name for name in data if name.startswith((BOX, NEW)) and not name.endswith(".choice")]
    names = [*boxes, *(name for name in ("lessons", "reason", "label") if name in data)]
    return [(name.removeprefix(BOX), data[name]) for name in names if str(data[name]).strip()]
