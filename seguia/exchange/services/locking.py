"""Every write on a match begins here: both postings and the match locked in one order, read anew."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from seguia.core.errors import Conflict, NotFound
from seguia.exchange.models import HOLDING, Match, Posting, PostingStatus
from seguia.exchange.queries import holding_count


def locked_posting(posting: Posting, *, version: str = "") -> Posting:
    """As it is now, locked until the end of the transaction. Raises NotFound, Conflict when it was changed since."""
    fresh = Posting.objects.select_for_update(of=("self",)).filter(pk=posting.pk).first()
    if fresh is None:
        raise NotFound(_("There is no offer or request with this address, or it is not open."))
    if version and version != str(fresh.version):
        raise Conflict(
            _("Somebody else changed this meanwhile. Nothing of yours is saved: copy your text, open the page again "
              "and write it in."),
            code="changed_since",
        )  # fmt: skip
    return fresh


def locked_match(public_id: str, states: Collection[str], *, version: str = "") -> Match:
    """The match with both postings, locked: postings first, by number, so that nobody waits for one another.

    Raises NotFound, Conflict when it is in another state or was changed since.
    """
    pair = Match.objects.filter(public_id=public_id).values_list("offer_id", "request_id").first()
    if pair is None:
        raise NotFound(_("There is no match with this address, or it is not yours to see."))
    list(Posting.objects.select_for_update(of=("self",)).filter(pk__in=pair).order_by("pk"))
    match = Match.objects.select_for_update(of=("self",)).with_sides().filter(public_id=public_id).first()
    if match is None:
        raise NotFound(_("There is no match with this address, or it is not yours to see."))
    if match.state not in states or (version and version != str(match.version)):
        raise Conflict(
            _("This match is now “%(state)s”. Nothing was changed.") % {"state": match.get_state_display()},
            code="wrong_state",
        )
    return match


def save_match(match: Match, **changes: Any) -> Match:
    """Save a locked match; whoever decides on an older version is told. A place is only held in states that hold one."""
    for name, value in changes.items():
        setattr(match, name, value)
    if match.state not in HOLDING:
        match.seat = None
    match.version += 1
    match.full_clean(validate_constraints=False)
    match.save()
    return match


def settle(posting: Posting) -> None:
    """Open or matched, by the places that are taken. The posting is locked."""
    if posting.status not in {PostingStatus.OPEN, PostingStatus.MATCHED}:
        return
    status = PostingStatus.MATCHED if holding_count(posting) >= posting.capacity else PostingStatus.OPEN
    if status != posting.status:
        posting.status = status
        posting.save(update_fields=["status", "changed_at"])
