"""Every write begins here: the row locked, read anew, and the person's right checked against what it is now."""

from typing import Any

from django.utils.translation import gettext as _

from seguia.core.errors import Conflict, NotFound
from seguia.core.permissions import allowed, require
from seguia.library.models import Method
from seguia.library.standing import standing_of


def locked_for(method: Method, user: Any, deed: str) -> Method:
    """The method as it is now, locked until the end of the caller's transaction. Raises NotFound, Refused, Conflict."""
    fresh = Method.objects.select_for_update(of=("self",)).filter(pk=method.pk).first()
    if fresh is None or not allowed("library.view_method", user, fresh):
        raise NotFound(_("There is no method at this address, or it is not published."))
    require(f"library.{deed}_method", user, fresh)
    if not standing_of(user, fresh).is_time_for(deed, fresh.status):
        raise Conflict(
            _("This method is now “%(state)s”, so this is not possible any more. Nothing was changed.")
            % {"state": fresh.get_status_display()},
            code="wrong_state",
        )
    return fresh
