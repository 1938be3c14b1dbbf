"""Who may do what with a plan; a refusal says why."""

from collections.abc import Callable
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.permissions import grant
from seguia.membership.models import Organisation
from seguia.membership.queries import may_submit, organisation_ids_of
from seguia.replication.models import Replication


def _writes_for(user: Any, organisation_id: int | None) -> bool:
    return organisation_id is not None and organisation_id in organisation_ids_of(user)


def _can_create(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and _writes_for(user, organisation.pk)


def _is_own(user: Any, plan: Replication | None) -> bool:
    return plan is not None and _writes_for(user, plan.organisation_id)


def _can_view(user: Any, plan: Replication | None) -> bool:
    """The same as `ReplicationQuerySet.visible_to`, for one plan."""
    if plan is None:
        return False
    return plan.is_shown or _is_secretariat(user, plan) or _is_own(user, plan)


def _is_member(user: Any, plan: Replication | None) -> bool:
    return plan is not None and may_submit(plan.organisation_id)


def _is_of_source(user: Any, plan: Replication | None) -> bool:
    """People who write for the town of origin, once the plan is shown: before, they do not know of it."""
    if plan is None or not plan.is_shown or plan.source_action is None:
        return False
    return _writes_for(user, plan.source_action.organisation_id)


def _is_secretariat(user: Any, plan: Replication | None) -> bool:
    return bool(getattr(user, "is_active", False) and getattr(user, "is_staff", False))


can_create = rules.predicate(_can_create, name="can_create_replication")
can_view = rules.predicate(_can_view, name="can_view_replication")
is_own = rules.predicate(_is_own, name="is_own_replication")
is_member = rules.predicate(_is_member, name="is_of_member_replication")
is_of_source = rules.predicate(_is_of_source, name="is_of_source_of_replication")
is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat_of_replications")


def _always(message: Message) -> Callable[[Any, Any], Message]:
    return lambda user, target: message


def _why_not_shown(user: Any, plan: Replication | None) -> Message:
    if not _is_own(user, plan):
        return _OWN
    return _(
        "The membership of your organisation is not active, so this plan cannot be shown to everybody now. It is saved. "
        "The secretariat can tell you what to do."
    )


_OWN = _("Only people who act for the organisation of this plan may do this. Nothing was changed.")


def register() -> None:
    """Grant the permissions of this app."""
    begin = _("Only people who act for an organisation may take up an action for it. Nothing was saved.")
    origin = _("Only people who act for the town of origin may answer this. Nothing was changed.")
    grant("replication.view_plan", can_view, why=_always(_("This plan is not shown to everybody.")))
    grant("replication.create_plan", can_create, why=_always(begin))
    grant("replication.edit_plan", is_own, why=_always(_OWN))
    grant("replication.show_plan", is_own & is_member, why=_why_not_shown)
    grant("replication.hide_plan", is_own | is_secretariat, why=_always(_OWN))
    grant("replication.answer_link", is_of_source, why=_always(origin))
