"""Saving a plan, alone or at the same time as a colleague: every box by itself, and nothing overwritten silently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Message
from seguia.core.translation_state import fingerprint
from seguia.replication.models import Choice, PartKind, PlanItem, Replication
from seguia.replication.services.locking import cleaned, locked_for, note_change

MOST_OWN_STEPS = 30
MINE, THEIRS, BOTH = "mine", "theirs", "both"
BOXES: dict[str, tuple[Message, int]] = {
    "choice": (gettext_lazy("Decision"), 6),
    "title": (gettext_lazy("Step"), 160),
    "text": (gettext_lazy("Our text"), 4000),
    "why": (gettext_lazy("Why"), 1000),
}
"""Name of a box → its label and how long it may be."""


@dataclass(frozen=True)
class Edit:
    """What a form carries: by `key.box`, what was typed and the fingerprint of what stood there when it was opened."""

    typed: Mapping[str, str]
    seen: Mapping[str, str] = field(default_factory=dict)
    settled: Mapping[str, str] = field(default_factory=dict)
    """Path → mine, theirs or both, where a colleague had changed the same box."""
    new_steps: Sequence[tuple[str, str]] = ()
    """(title, text) of steps of our own."""


@dataclass(frozen=True)
class Disagreement:
    """A box that two people changed."""

    path: str
    label: Message
    mine: str
    theirs: str

    @property
    def is_text(self) -> bool:
        """Whether both can be kept."""
        return self.path.endswith((".text", ".why"))


class InvalidPlan(ValidationError):
    """Faults by the path of the box."""

    def __init__(self, faults: Mapping[str, list[str]]) -> None:
        self.faults = dict(faults)
        super().__init__([message for messages in faults.values() for message in messages])


def save_plan(plan: Replication, *, user: Any, edit: Edit) -> Replication:
    """Save what was typed; a box that a colleague changed meanwhile is theirs unless I changed it too.

    Raises Refused, NotFound, `InvalidPlan`, and Conflict (`code="same_field"`, `disagreements`) where both changed the
    same box: nothing is saved then.
    """
    with transaction.atomic():
        fresh = locked_for(plan, user, "replication.edit_plan")
        items = {item.key: item for item in fresh.items.all()}
        typed = _cleaned_boxes(edit.typed, items)
        steps = _cleaned_steps(edit.new_steps, len([1 for item in items.values() if item.kind == PartKind.OWN_STEP]))
        disagreements = [one for path in typed if (one := _settle(path, typed, items, edit))]
        if disagreements:
            raise Conflict(
                _("A colleague changed the same passage while you were writing. Nothing of yours is saved yet; both texts "
                  "are shown below: choose, and save again."),
                code="same_field",
                disagreements=disagreements,
            )  # fmt: skip
        changed = _write(typed, items)
        _add_steps(fresh, steps, items)
        if changed or steps:
            note_change(fresh)
            record_event("replication.plan.saved", fresh, actor=user, parts=sorted(changed), new=len(steps))
    return fresh


def _cleaned_boxes(typed: Mapping[str, str], items: Mapping[str, PlanItem]) -> dict[str, str]:
    """What is not a box of this plan is left out. Raises InvalidPlan."""
    result, faults = {}, {}
    for path, value in typed.items():
        key, _dot, box = path.rpartition(".")
        if key not in items or box not in BOXES or (box == "title" and items[key].kind != PartKind.OWN_STEP):
            continue
        try:
            result[path] = cleaned(value, limit=BOXES[box][1], multiline=box in {"text", "why"})
            if box == "choice" and result[path] not in Choice.values:
                raise ValidationError(_("Choose one of the answers."))
        except ValidationError as error:
            faults[path] = error.messages
    if faults:
        raise InvalidPlan(faults)
    return result


def _cleaned_steps(steps: Sequence[tuple[str, str]], present: int) -> list[tuple[str, str]]:
    """Blank rows are left out; a step without a title gets none, so it is asked for. Raises InvalidPlan."""
    result, faults = [], {}
    for place, (title, text) in enumerate(steps):
        try:
            step = cleaned(title, limit=BOXES["title"][1], multiline=False), cleaned(text, limit=BOXES["text"][1])
            if step[1] and not step[0]:
                raise ValidationError(_("Say in one line what the step is."))
        except ValidationError as error:
            faults[f"new.{place}.title"] = error.messages
            continue
        if any(step):
            result.append(step)
    if present + len(result) > MOST_OWN_STEPS:
        faults["new.0.title"] = [_("A plan holds at most %(limit)s steps of your own.") % {"limit": MOST_OWN_STEPS}]
    if faults:
        raise InvalidPlan(faults)
    return result


def _settle(path: str, typed: dict[str, str], items: Mapping[str, PlanItem], edit: Edit) -> Disagreement | None:
    """Put into `typed` what the box is to hold; a disagreement where a person has to choose."""
    key, _dot, box = path.rpartition(".")
    mine, theirs, seen = typed[path], str(getattr(items[key], box)), edit.seen.get(path, "")
    if mine == theirs or seen == fingerprint(theirs):
        choice = edit.settled.get(path, MINE)
    elif seen == fingerprint(mine):
        choice = THEIRS
    else:
        return Disagreement(path, BOXES[box][0], mine, theirs)
    if choice == THEIRS:
        typed[path] = theirs
    elif choice == BOTH and box in {"text", "why"} and mine != theirs:
        typed[path] = cleaned("\n\n".join(text for text in (theirs, mine) if text), limit=BOXES[box][1])
    return None


def _write(typed: Mapping[str, str], items: Mapping[str, PlanItem]) -> set[str]:
    """Store what differs; returns the keys of the parts that changed."""
    changed = set()
    for path, value in typed.items():
        key, _dot, box = path.rpartition(".")
        if getattr(items[key], box) != value:
            setattr(items[key], box, value)
            changed.add(key)
    for key in changed:
        items[key].full_clean(exclude=["replication"])
    PlanItem.objects.bulk_update([items[key] for key in sorted(changed)], ["choice", "title", "text", "why"])
    return changed


def _add_steps(plan: Replication, steps: Sequence[tuple[str, str]], items: Mapping[str, PlanItem]) -> None:
    """Behind the last step, before what follows the steps."""
    last = max((item.position for item in items.values() if "step" in item.kind), default=1)
    made = [
        PlanItem(replication=plan, kind=PartKind.OWN_STEP, position=last, choice=Choice.CHANGE, title=title, text=text)
        for title, text in steps
    ]
    for item in made:
        item.full_clean(exclude=["replication"])
    PlanItem.objects.bulk_create(made)
