"""Who may do what with a sheet; a refusal says why."""

from collections.abc import Callable
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Action, Status
from seguia.actions.standing import standing_of
from seguia.core.errors import Message
from seguia.core.permissions import grant
from seguia.membership.models import Organisation
from seguia.membership.queries import may_submit
from seguia.translation.rules import is_translator


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


def _can_translate(user: Any, action: Action | None) -> bool:
    """Published sheets only; into which language, the translation desk checks."""
    if action is None or action.status != Status.PUBLISHED:
        return False
    standing = standing_of(user, action.organisation_id)
    return standing.is_member or standing.is_staff or is_translator(user)


def _is_of_member(user: Any, action: Action | None) -> bool:
    """Suspended and former members read, write and export; they hand in nothing (docs/membership.md)."""
    return action is not None and may_submit(action.organisation_id)


def _why_not_submitted(user: Any, action: Action | None) -> Message:
    if action is None or not standing_of(user, action.organisation_id).has_right_to("submit"):
        return _MEMBERS
    return _(
        "The membership of your organisation is not active, so this sheet cannot be submitted now. Your text is saved; "
        "your published sheets stay online. The secretariat can tell you what to do."
    )


is_of_member = rules.predicate(_is_of_member, name="is_of_member")
can_view = rules.predicate(_can_view, name="can_view")
can_create = rules.predicate(_can_create, name="can_create")
can_translate = rules.predicate(_can_translate, name="can_translate")


def _is_secretariat(user: Any) -> bool:
    return bool(getattr(user, "is_active", False) and getattr(user, "is_staff", False))


is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat_of_actions")


def _always(message: Message) -> Callable[[Any, Any], Message]:
    return lambda user, target: message


_MEMBERS = _("Only people who act for the organisation of this sheet may do this. Nothing was changed.")
_TRANSLATORS = _(
    "Only translators, the people of its organisation and the secretariat may translate this sheet. Nothing was saved."
)
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
    grant("actions.review_actions", is_secretariat, why=_always(_STAFF))
    grant("actions.translate_action", can_translate, why=_always(_TRANSLATORS))
    for deed, why in [
        ("edit", _MEMBERS),
        ("publish", _STAFF),
        ("return", _STAFF),
        ("archive", _HEADS),
        ("restore", _HEADS),
    ]:
        grant(f"actions.{deed}_action", _has_right_to(deed), why=_always(why))
    grant("actions.submit_action", _has_right_to("submit") & is_of_member, why=_why_not_submitted)
