"""The piles of memberships on the secretariat's desk: requests to check, decisions of the board, towns that merged."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.errors import Invalid, Message, NotFound
from seguia.core.formats import date as day_in_words
from seguia.core.waiting import Decision, WaitingItem, WaitingKind, register_waiting
from seguia.membership import queries
from seguia.membership.models import Membership
from seguia.membership.services.lifecycle import check_request, decide_request, return_request
from seguia.membership.services.mergers import continue_in_new_town


def _item(membership: Membership, detail: Message, since: datetime.datetime) -> WaitingItem:
    return WaitingItem(
        key=membership.public_id,
        title=membership.organisation.label(),
        detail=detail,
        since=since,
        url=reverse("membership:desk-membership", args=[membership.public_id]),
        version=str(membership.version),
    )


def _asked(membership: Membership) -> Message:
    application = queries.application_of(membership)
    facts = {"kind": membership.get_kind_display(), "function": application.function if application else ""}
    return _("Request to join as %(kind)s, sent by: %(function)s") % facts


def requests_to_check(offset: int, limit: int) -> Sequence[WaitingItem]:
    """One query."""
    rows = queries.requests_to_check()[offset : offset + limit]
    return [_item(row, _asked(row), row.requested_at) for row in rows]


def requests_for_the_board(offset: int, limit: int) -> Sequence[WaitingItem]:
    """One query."""
    rows = queries.requests_for_the_board()[offset : offset + limit]
    return [_item(row, _asked(row), row.requested_at) for row in rows]


def towns_that_merged(offset: int, limit: int) -> Sequence[WaitingItem]:
    """One query."""
    rows = queries.memberships_to_follow_mergers()[offset : offset + limit]
    return [_item(row, _ended(row), _end_of_town(row)) for row in rows]


def _ended(membership: Membership) -> Message:
    territory = membership.organisation.territory
    day = day_in_words(territory.last_day()) if territory is not None else ""
    return _("This town existed until %(day)s. Its membership can go on in the town that followed.") % {"day": day}


def _end_of_town(membership: Membership) -> datetime.datetime:
    territory = membership.organisation.territory
    day = territory.valid_to if territory is not None and territory.valid_to else timezone.localdate()
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _found(key: str) -> Membership:
    membership = Membership.objects.filter(public_id=key).first()
    if membership is None:
        raise NotFound(_("There is no such membership."))
    return membership


def decide_check(*, user: Any, key: str, decision: str, reason: str = "", version: str = "") -> Message:
    """Check a request or give it back."""
    membership = _found(key)
    if decision == "check":
        check_request(user=user, membership=membership, version=version)
        return _("Checked. The request waits for the board; its author was told.")
    if decision == "return":
        return_request(user=user, membership=membership, reason=reason, version=version)
        return _("Given back. The author was told the reason.")
    raise Invalid(_("There is no such decision. Nothing was changed."))


def decide_board(*, user: Any, key: str, decision: str, reason: str = "", version: str = "") -> Message:
    """Write down what the board decided today; another day is entered on the page of the membership."""
    membership = _found(key)
    facts: dict[str, Any] = {"user": user, "membership": membership, "version": version}
    if decision == "accept":
        decide_request(is_accepted=True, reference=reason.strip()[:80], **facts)
        return _("Accepted. Membership begins with the first payment; the author was told.")
    if decision == "refuse":
        decide_request(is_accepted=False, reason=reason, **facts)
        return _("Refused. The author was told the reason.")
    if decision == "return":
        return_request(reason=reason, **facts)
        return _("Given back. The author was told the reason.")
    raise Invalid(_("There is no such decision. Nothing was changed."))


def decide_merger(*, user: Any, key: str, decision: str, reason: str = "", version: str = "") -> Message:
    """Let the membership go on in the new town."""
    if decision != "continue":
        raise Invalid(_("There is no such decision. Nothing was changed."))
    new = continue_in_new_town(user=user, membership=_found(key), version=version)
    return _("The membership goes on with %(organisation)s.") % {"organisation": new.organisation.label().text}


def register() -> None:
    """Put the three piles on the desk."""
    give_back = Decision("return", gettext_lazy("Give back to be completed"), needs_reason=True, is_positive=False)
    register_waiting(
        WaitingKind(
            "membership.requests",
            gettext_lazy("Requests for membership"),
            "membership.manage_membership",
            lambda: queries.requests_to_check().count(),
            requests_to_check,
            (Decision("check", gettext_lazy("Complete: pass on to the board")), give_back),
            decide_check,
        )
    )
    register_waiting(
        WaitingKind(
            "membership.board",
            gettext_lazy("Memberships for the board"),
            "membership.manage_membership",
            lambda: queries.requests_for_the_board().count(),
            requests_for_the_board,
            (
                Decision("accept", gettext_lazy("The board accepted today (write the reference)"), needs_reason=True),
                Decision("refuse", gettext_lazy("The board refused"), needs_reason=True, is_positive=False),
                give_back,
            ),
            decide_board,
        )
    )
    register_waiting(
        WaitingKind(
            "membership.mergers",
            gettext_lazy("Member towns that merged"),
            "membership.manage_membership",
            lambda: queries.memberships_to_follow_mergers().count(),
            towns_that_merged,
            (Decision("continue", gettext_lazy("Go on in the new town")),),
            decide_merger,
        )
    )
