"""Who may do what with a sheet; a refusal says why."""

from collections.abc import Callable
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Action
from seguia.actions.standing import standing_of
from seguia.core.errors import Message
from seguia.core.permissions import grant
from seguia.membership.models import Organisation


def _can_view(user: Any, action: Action | None) -> bool:
    """The same as `ActionQuerySet.visible_to`, for one sheet."""
    return action is not None and standing_of(user, action.organisation_id).may_view(action.status)


def _has_right_to(deed: str) -> rules.Predicate:
    def check(user: Any, action: Action | None) -> bool:
        if action is None:
            return False
        standing = standing_of(user, action.organisation_id)
        return standing.may_view(action.status) and standing.has_right_to(deed)

    return rules.predicate(check, name=f"has_right_to_{deed}")


def _can_create(user: Any, organisation: Organisation | None) -> bool:
    """People who act for the organisation today."""
    return organisation is not None and standing_of(user, organisation.pk).is_member


can_view = rules.predicate(_can_view, name="can_view")
can_create = rules.predicate(_can_create, name="can_create")


def _always(message: Message) -> Callable[[Any, Any], Message]:
    return lambda user, target: message


_MEMBERS = _("Only people who act for the organisation of this sheet may do this. Nothing was changed.")
_STAFF = _("Only the network's secretariat may do this. Nothing was changed.")
_HEADS = _("Only a representative of the organisation or the secretariat may do this. Nothing was changed.")


def register() -> None:
    """Grant the permissions of this app."""
    grant("actions.view_action", can_view, why=_always(_("This sheet is not published.")))
    grant(
        "actions.create_action",
        can_create,
        why=_always(_("Only people who act for an organisation may begin a sheet for it. Nothing was saved.")),
    )
    for deed, why in [
        ("edit", _MEMBERS),
        ("submit", _MEMBERS),
        ("publish", _STAFF),
        ("return", _STAFF),
        ("archive", _HEADS),
        ("restore", _HEADS),
    ]:
        grant(f"actions.{deed}_action", _has_right_to(deed), why=_always(why))
