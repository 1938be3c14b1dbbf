"""The kinds of step an action's journey can have; upper floors register theirs when the app starts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.translated import Localised

if TYPE_CHECKING:
    from seguia.actions.models import JourneyStep


@dataclass(frozen=True)
class StepTold:
    """One step as its reader reads it."""

    sentence: str
    """A whole sentence in the active language."""
    path: str = ""
    """Where it leads, `/fr/…`; empty when nowhere."""
    title: Localised | None = None
    """What it leads to, in the language that has."""


Tell = Callable[["JourneyStep", Any], StepTold | None]
"""(step, what `load` found about it) → what is said, from `step.facts` and `step.organisation`, without a query; None
where the label of the kind says it all."""
Load = Callable[[Sequence["JourneyStep"]], Mapping[int, Any]]
"""Steps of one kind → what each is about, by the step's pk, as far as everybody may see it: read once for a page."""


@dataclass(frozen=True)
class StepKind:
    """A kind of step: how it is told, its icon, and whether everybody may read of it."""

    code: str
    label: Message
    icon: str
    is_public: bool
    tell: Tell | None = None
    load: Load | None = None


_KINDS: dict[str, StepKind] = {}


def register_step_kind(
    code: str, *, label: Message, icon: str, public: bool, tell: Tell | None = None, load: Load | None = None
) -> None:
    """Name a kind of step. The icon is one of the design system's names."""
    _KINDS[code] = StepKind(code, label, icon, public, tell, load)


def step_kind(code: str) -> StepKind:
    """A kind by its code; a kind whose app was taken away is still told by its code, to nobody but insiders."""
    return _KINDS.get(code) or StepKind(code, code, "arrow", False)


def told(steps: Iterable["JourneyStep"]) -> list[tuple["JourneyStep", StepKind, StepTold | None]]:
    """Each step, its kind, and what is said of it; one query at most for each kind among them."""
    steps = list(steps)
    found: dict[int, Any] = {}
    for code in dict.fromkeys(step.kind for step in steps):
        if load := step_kind(code).load:
            found.update(load([step for step in steps if step.kind == code]))
    return [(step, step_kind(step.kind), _told(step, found.get(step.pk))) for step in steps]


def _told(step: "JourneyStep", about: Any) -> StepTold | None:
    tell = step_kind(step.kind).tell
    return tell(step, about) if tell else None


def step_kinds() -> list[StepKind]:
    """All registered kinds."""
    return list(_KINDS.values())


def register_own_kinds() -> None:
    """What happens to a sheet inside this app."""
    for code, label, icon, public in [
        ("created", _("Sheet begun"), "edit", False),
        ("submitted", _("Submitted to the secretariat"), "mail", False),
        ("returned", _("Sent back for completion"), "arrow", False),
        ("published", _("Published"), "check", True),
        ("updated", _("Updated"), "edit", True),
        ("translated", _("Translated"), "globe", True),
        ("archived", _("Archived"), "file", False),
        ("restored", _("Taken out of the archive"), "arrow", False),
        ("taken_back", _("The secretariat took its decision back"), "arrow", False),
    ]:
        register_step_kind(code, label=label, icon=icon, public=public)
