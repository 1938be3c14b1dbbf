"""The methods that wait for the secretariat: a pile of the desk."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.errors import Conflict, Message, NotFound
from seguia.core.permissions import require
from seguia.core.waiting import Decision, WaitingItem, WaitingKind, register_waiting
from seguia.library.models import Method, Status
from seguia.library.queries import submitted_methods
from seguia.library.services import publish_method, return_method, take_decision_back

CODE = "library"


def _item(method: Method) -> WaitingItem:
    return WaitingItem(
        key=method.public_id,
        title=method.label(),
        detail=method.organisation.label().text if method.organisation else "",
        since=method.submitted_at or method.changed_at,
        url=method.get_absolute_url(),
        version=str(method.version),
    )


def items(offset: int, limit: int) -> Sequence[WaitingItem]:
    """The oldest first, in one query."""
    return [_item(method) for method in submitted_methods()[offset : offset + limit]]


def item(key: str) -> WaitingItem | None:
    """One method while it waits."""
    found = submitted_methods().filter(public_id=key).first()
    return _item(found) if found else None


def decide(*, user: Any, key: str, decision: str, reason: str = "", version: str = "") -> Message:
    """Publish or send back. Raises Refused, NotFound, Conflict when it was changed since it was read or is decided,
    ValidationError for a missing reason or what is incomplete."""
    with transaction.atomic():
        require("library.review_methods", user)
        method = Method.objects.exclude(status=Status.DRAFT).filter(public_id=key).first()
        if method is None:
            raise NotFound(_("There is no method at this address, or it is not published."))
        read = _number(version)
        if decision == "publish":
            publish_method(method, user=user, version=read)
            return _("Published. Its authors have been told.")
        return_method(method, user=user, reason=reason, version=read)
        return _("Sent back. Its authors have been told why.")


def _number(version: str) -> int:
    if not version.isascii() or not version.isdecimal() or len(version) > 9:
        raise Conflict(
            _("The method was changed after you opened it. Nothing was decided; read it again and decide."),
            code="changed_since",
        )
    return int(version)


def undo(*, user: Any, key: str, decision: str) -> Message:
    """It waits again. Raises Refused, NotFound, Conflict when it was changed since."""
    take_decision_back(key, user=user, decision=decision)
    return _("Taken back: the method waits for a decision again. Its authors have been told.")


def register() -> None:
    """Called when the app starts."""
    register_waiting(
        WaitingKind(
            code=CODE,
            label=gettext_lazy("Methods for the library"),
            permission="library.review_methods",
            count=lambda: Method.objects.filter(status=Status.SUBMITTED).count(),
            items=items,
            decisions=(
                Decision("publish", gettext_lazy("Publish")),
                Decision("return", gettext_lazy("Send back"), needs_reason=True, is_positive=False),
            ),
            decide=decide,
            undo=undo,
            item=item,
        )
    )
