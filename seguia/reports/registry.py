"""What can be reported: the floors above say how a thing is found and what can be done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from seguia.core.errors import Message, NotFound
from seguia.core.translated import Localised


@dataclass(frozen=True)
class Reported:
    """The thing a report is about, as everybody may see it."""

    title: Localised
    url: str
    owner: str = ""
    """Whose it is, in a few words."""


Find = Callable[[str], Reported | None]
"""key → the thing, if everybody may see it."""
Act = Callable[..., Any]
"""act(user=…, key=…, reason=…): a service of the thing's own app; raises what it raises."""


@dataclass(frozen=True)
class ReportableKind:
    """One kind of thing."""

    code: str
    label: Message
    find: Find
    ask_to_mend: Act | None = None
    take_offline: Act | None = None


_KINDS: dict[str, ReportableKind] = {}


def register_reportable(kind: ReportableKind) -> None:
    """Let readers report this kind of thing."""
    _KINDS[kind.code] = kind


def reportable_kind(code: str) -> ReportableKind:
    """A kind by its code. Raises NotFound."""
    if code not in _KINDS:
        raise NotFound(_("This cannot be reported here. Write to the secretariat instead."))
    return _KINDS[code]


def reported_thing(code: str, key: str) -> Reported:
    """The thing itself. Raises NotFound."""
    found = reportable_kind(code).find(key)
    if found is None:
        raise NotFound(_("What you want to report is not here any more."))
    return found
