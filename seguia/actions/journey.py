"""The kinds of step an action's journey can have; upper floors register theirs when the app starts."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message


@dataclass(frozen=True)
class StepKind:
    """A kind of step: how it is told, its icon, and whether everybody may read of it."""

    code: str
    label: Message
    icon: str
    is_public: bool


_KINDS: dict[str, StepKind] = {}


def register_step_kind(code: str, *, label: Message, icon: str, public: bool) -> None:
    """Name a kind of step. The icon is one of the design system's names."""
    _KINDS[code] = StepKind(code, label, icon, public)


def step_kind(code: str) -> StepKind:
    """A kind by its code; a kind whose app was taken away is still told by its code, to nobody but insiders."""
    return _KINDS.get(code) or StepKind(code, code, "arrow", False)


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
