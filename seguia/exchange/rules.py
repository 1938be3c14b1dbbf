"""Who may do what with offers, requests and matches; a refusal says why."""

from collections.abc import Callable
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.permissions import grant
from seguia.exchange.models import LISTED, Match, Posting
from seguia.exchange.models.posting import is_of_network
from seguia.membership.models import Organisation
from seguia.membership.queries import may_submit, organisation_ids_of


def _is_secretariat(user: Any, target: Any = None) -> bool:
    return bool(getattr(user, "is_active", False) and getattr(user, "is_staff", False))


def _writes_for(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.pk in organisation_ids_of(user)


def _may_post(user: Any, organisation: Organisation | None) -> bool:
    """Suspended and former members read; they offer and ask nothing (docs/membership.md)."""
    return organisation is not None and _writes_for(user, organisation) and may_submit(organisation.pk)


def _can_view(user: Any, posting: Posting | None) -> bool:
    """The same as `PostingQuerySet.visible_to`, for one."""
    if posting is None:
        return False
    if _is_secretariat(user) or posting.organisation_id in organisation_ids_of(user):
        return True
    if posting.status not in LISTED or not posting.organisation.is_listed:
        return False
    return posting.is_offer or posting.is_public or is_of_network(user)


def _can_edit(user: Any, posting: Posting | None) -> bool:
    return posting is not None and posting.organisation_id in organisation_ids_of(user)


def _can_end(user: Any, posting: Posting | None) -> bool:
    return _can_edit(user, posting) or (posting is not None and _is_secretariat(user))


def _is_side(user: Any, match: Match | None) -> bool:
    return match is not None and match.confirmed_at is not None and bool(match.sides_of(organisation_ids_of(user)))


def _can_view_match(user: Any, match: Match | None) -> bool:
    """The same as `MatchQuerySet.visible_to`, for one."""
    return match is not None and (_is_secretariat(user) or _is_side(user, match))


is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat_of_exchange")
may_post = rules.predicate(_may_post, name="may_post_for")
can_view = rules.predicate(_can_view, name="can_view_posting")
can_edit = rules.predicate(_can_edit, name="can_edit_posting")
can_end = rules.predicate(_can_end, name="can_end_posting")
can_view_match = rules.predicate(_can_view_match, name="can_view_match")
is_side = rules.predicate(_is_side, name="is_side_of_match")


def _always(message: Message) -> Callable[[Any, Any], Message]:
    return lambda user, target: message


_STAFF = _("Only the network's secretariat may do this. Nothing was changed.")
_OWN = _("Only people who act for the town of this offer or request may do this. Nothing was changed.")
_TOWNS = _("Only people who act for one of the two towns may do this. Nothing was changed.")
_POST = _(
    "Only people who act for a town whose membership is active may offer or ask for an exchange. Nothing was saved."
)


def register() -> None:
    """Grant the permissions of this app."""
    grant("exchange.view_posting", can_view, why=_always(_("This offer or request is not open.")))
    grant("exchange.create_posting", may_post, why=_always(_POST))
    grant("exchange.edit_posting", can_edit, why=_always(_OWN))
    grant("exchange.end_posting", can_end, why=_always(_OWN))
    grant("exchange.run_matching", is_secretariat, why=_always(_STAFF))
    grant("exchange.view_match", can_view_match, why=_always(_TOWNS))
    grant("exchange.answer_match", is_side, why=_always(_TOWNS))
    grant("exchange.cancel_match", can_view_match, why=_always(_TOWNS))
