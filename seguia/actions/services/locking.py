"""Every write starts here: the row locked, read anew, and the person's right checked against what it is now."""

from typing import Any

from django.utils.translation import gettext as _

from seguia.actions.models import Action
from seguia.actions.standing import DEED_STATES
from seguia.core.errors import Conflict, NotFound
from seguia.core.permissions import allowed, require


def locked_for(action: Action, user: Any, deed: str) -> Action:
    """The sheet as it is now, locked until the end of the caller's transaction (PostgreSQL: row lock; SQLite: the
    transaction itself holds the write gate). Raises NotFound, Refused or Conflict."""
    fresh = Action.objects.select_for_update(of=("self",)).filter(pk=action.pk).first()
    if fresh is None or not allowed("actions.view_action", user, fresh):
        raise NotFound(_("There is no action with this address, or it is not published."))
    require(f"actions.{deed}_action", user, fresh)
    if fresh.status not in DEED_STATES[deed]:
        raise Conflict(
            _("This sheet is now “%(state)s”, so this is not possible any more. Nothing was changed.")
            % {"state": fresh.get_status_display()},
            code="wrong_state",
            status_now=fresh.status,
        )
    return fresh
