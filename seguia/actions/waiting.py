"""The sheets that wait for the secretariat: a pile of the desk."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.actions.models import Action, JourneyStep, Status
from seguia.actions.services.taking_back import take_decision_back
from seguia.actions.services.workflow import publish_action, return_action
from seguia.core.errors import Conflict, Message, NotFound
from seguia.core.permissions import require
from seguia.core.waiting import Decision, WaitingItem, WaitingKind, register_waiting

CODE = "actions"
STEPS = {"publish": "published", "return": "returned"}


def _waiting() -> "QuerySet[Action, Any]":
    """The oldest first."""
    submitted = JourneyStep.objects.filter(action=OuterRef("pk"), kind="submitted").order_by("-at", "-id")
    return (
        Action.objects.filter(status=Status.SUBMITTED)
        .select_related("organisation")
        .annotate(submitted_at=Subquery(submitted.values("at")[:1]))
        .order_by("submitted_at", "pk")
    )


def _item(action: Any) -> WaitingItem:
    return WaitingItem(
        key=action.public_id,
        title=action.label(),
        detail=action.organisation.label().text,
        since=action.submitted_at or action.changed_at,
        url=action.get_absolute_url(),
        version=str(action.version),
    )


def items(offset: int, limit: int) -> Sequence[WaitingItem]:
    """The oldest first, in one query."""
    return [_item(action) for action in _waiting()[offset : offset + limit]]


def item(key: str) -> WaitingItem | None:
    """One sheet while it waits."""
    found = _waiting().filter(public_id=key).first()
    return _item(found) if found else None


def decide(*, user: Any, key: str, decision: str, reason: str = "", version: str = "") -> Message:
    """Publish or send back. Raises Refused, NotFound, Conflict when the sheet was changed since it was read,
    ValidationError for a missing reason or an incomplete sheet."""
    with transaction.atomic():
        require("actions.review_actions", user)
        action = (
            Action.objects.select_for_update(of=("self",)).filter(public_id=key).exclude(status=Status.DRAFT).first()
        )
        if action is None:
            raise NotFound(_("There is no action with this address, or it is not published."))
        if version != str(action.version):
            raise Conflict(
                _("The sheet was changed after you opened it. Nothing was decided; read it again and decide."),
                code="changed_since",
            )
        if decision == "publish":
            publish_action(action, user=user, version=action.version)
            return _("Published. Its authors have been told.")
        return_action(action, user=user, reason=reason)
        return _("Sent back. Its authors have been told why.")


def undo(*, user: Any, key: str, decision: str) -> Message:
    """The sheet waits again. Raises Conflict when it was changed since."""
    take_decision_back(key, user=user, step=STEPS.get(decision, ""))
    return _("Taken back: the sheet waits for a decision again. Its authors have been told.")


def register() -> None:
    """Called when the app starts."""
    register_waiting(
        WaitingKind(
            code=CODE,
            label=gettext_lazy("Sheets"),
            permission="actions.review_actions",
            count=lambda: Action.objects.filter(status=Status.SUBMITTED).count(),
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
