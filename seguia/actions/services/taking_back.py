"""Taking a decision back: the sheet waits on the desk again, as if nobody had decided."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.actions.models import Action, JourneyStep, Status
from seguia.actions.services.journey import record_step
from seguia.actions.services.telling import tell_author
from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound
from seguia.core.permissions import require
from seguia.search.changes import mark_changed

WITHIN = datetime.timedelta(hours=24)
"""Later the authors have begun to mend, or readers to quote."""
LEAVES = {"published": Status.PUBLISHED, "returned": Status.DRAFT}
"""Steps that can be taken back, and the state the sheet must still be in."""


def take_decision_back(public_id: str, *, user: Any, step: str) -> Action:
    """Put a sheet that was just published or returned onto the desk again. Raises Refused, NotFound, Conflict when
    it was changed since, decided anew, or a day has passed."""
    with transaction.atomic():
        require("actions.review_actions", user)
        action = Action.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
        if action is None:
            raise NotFound(_("There is no action with this address, or it is not published."))
        decided = _step_to_take_back(action, step)
        if decided.kind == "published":
            JourneyStep.objects.filter(pk=decided.pk).update(is_public=False)
            if action.published_at and action.published_at >= decided.at - datetime.timedelta(minutes=1):
                action.published_at = None
        before, action.status = action.status, Status.SUBMITTED
        action.save(update_fields=["status", "published_at", "changed_at"])
        taken = record_step(action, "taken_back", actor=user, facts={"step": decided.pk})
        record_event("actions.action.taken_back", action, actor=user, before=before)
        tell_author(action, "taken_back", actor=user, step=taken)
        mark_changed("action", action.pk)
    return action


def _step_to_take_back(action: Action, kind: str) -> JourneyStep:
    """The decision, if it is the last word and nothing was changed after it. Raises Conflict."""
    steps = JourneyStep.objects.filter(
        action=action, kind__in=["submitted", *LEAVES, "archived", "restored", "taken_back"]
    )
    last = steps.order_by("-at", "-id").first()
    if last is None or last.kind != kind or action.status != LEAVES.get(kind):
        raise Conflict(_("Something else has happened to this sheet since. Nothing was changed."), code="wrong_state")
    if action.changed_at > last.at:
        raise Conflict(
            _("The sheet was changed after the decision, which stays. Nothing was changed."), code="changed_since"
        )
    if last.at < timezone.now() - WITHIN:
        raise Conflict(
            _("A decision can be taken back for one day; this one stays. Nothing was changed."), code="too_late"
        )
    return last
