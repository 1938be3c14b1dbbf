"""Requests the secretariat has to see to: a pile of the desk. They are settled on their own page, by taking them or
handing them to an adviser."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from seguia.core.waiting import WaitingItem, WaitingKind, register_waiting
from seguia.support.models import Case, CaseKind
from seguia.support.queue import waiting_too_long


def _item(case: Case) -> WaitingItem:
    return WaitingItem(
        key=case.public_id,
        title=case.label,
        detail=f"{case.organisation.label().text} · {_what(case)}",
        since=case.asked_at,
        url=case.get_absolute_url(),
        due=case.wished_by,
        version=str(case.version),
    )


def _what(case: Case) -> str:
    return str(case.get_matter_display() if case.kind == CaseKind.INSTITUTIONAL else case.get_kind_display())


def items(offset: int, limit: int) -> Sequence[WaitingItem]:
    """The oldest first, in one query."""
    return [_item(case) for case in waiting_too_long().select_related("organisation")[offset : offset + limit]]


def item(key: str) -> WaitingItem | None:
    """One request while it waits."""
    found = waiting_too_long().select_related("organisation").filter(public_id=key).first()
    return _item(found) if found else None


def register() -> None:
    """Called when the app starts."""
    register_waiting(
        WaitingKind(
            code="support",
            label=gettext_lazy("Requests for help"),
            permission="support.see_figures",
            count=lambda: waiting_too_long().count(),
            items=items,
            item=item,
        )
    )
