"""Who may do what with a method; a refusal says why."""

from collections.abc import Callable
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.permissions import grant
from seguia.library.models import Method
from seguia.library.standing import standing_of
from seguia.membership.models import Organisation
from seguia.membership.queries import may_submit, organisation_ids_of

_OWN = _("Only people who act for the organisation of this method may do this. Nothing was changed.")
_STAFF = _("Only the network's secretariat may do this. Nothing was changed.")
_HEADS = _("Only a representative of the organisation or the secretariat may do this. Nothing was changed.")
_NOT_PUBLISHED = _("This method is not published.")
_NOBODY = _("Only people who act for an organisation, or the secretariat, may add to the library. Nothing was saved.")
_NOT_ACTIVE = _(
    "The membership of your organisation is not active, so this method cannot be submitted now. Your text is saved. The "
    "secretariat can tell you what to do."
)


def _is_secretariat(user: Any) -> bool:
    return bool(getattr(user, "is_active", False) and getattr(user, "is_staff", False))


def _can_view(user: Any, method: Method | None) -> bool:
    """The same as `MethodQuerySet.visible_to`, for one method."""
    return method is not None and standing_of(user, method).may_view(method.status)


def _can_create(user: Any, organisation: Organisation | None) -> bool:
    """For an organisation: its people; without one, the secretariat writes for the network."""
    if organisation is None:
        return _is_secretariat(user)
    return organisation.pk in organisation_ids_of(user)


def _can_write(user: Any) -> bool:
    """Whoever may begin a method for somebody."""
    return _is_secretariat(user) or bool(organisation_ids_of(user))


def _has_right_to(deed: str) -> rules.Predicate:
    def check(user: Any, method: Method | None) -> bool:
        if method is None:
            return False
        standing = standing_of(user, method)
        return standing.may_view(method.status) and standing.has_right_to(deed)

    return rules.predicate(check, name=f"has_right_to_{deed}_method")


def _is_of_member(user: Any, method: Method | None) -> bool:
    """Suspended and former members write; they hand in nothing."""
    return method is not None and method.organisation_id is not None and may_submit(method.organisation_id)


def _why_not_submitted(user: Any, method: Method | None) -> Message:
    is_own = method is not None and standing_of(user, method).has_right_to("submit")
    return _NOT_ACTIVE if is_own else _OWN


can_view = rules.predicate(_can_view, name="can_view_method")
can_create = rules.predicate(_can_create, name="can_create_method")
can_write = rules.predicate(_can_write, name="can_write_methods")
is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat_of_library")
is_of_member = rules.predicate(_is_of_member, name="is_method_of_member")


def _always(message: Message) -> Callable[[Any, Any], Message]:
    return lambda user, target: message


def register() -> None:
    """Grant the permissions of this app."""
    grant("library.view_method", can_view, why=_always(_NOT_PUBLISHED))
    grant("library.create_method", can_create, why=_always(_NOBODY))
    grant("library.write_methods", can_write, why=_always(_NOBODY))
    grant("library.review_methods", is_secretariat, why=_always(_STAFF))
    for deed, why in [
        ("edit", _OWN),
        ("publish", _STAFF),
        ("return", _STAFF),
        ("archive", _HEADS),
        ("restore", _HEADS),
    ]:
        grant(f"library.{deed}_method", _has_right_to(deed), why=_always(why))
    grant("library.submit_method", _has_right_to("submit") & is_of_member, why=_why_not_submitted)
