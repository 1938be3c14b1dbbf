"""Election night for a whole country: old mandates end on one day, and for a day that can be taken back."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid, NotFound
from seguia.core.permissions import require
from seguia.mandates.models import BulkChange, BulkKind, EndReason, Mandate, MandateRepresentation, Official, Term
from seguia.mandates.models.term import KINDS_OF_COUNCIL
from seguia.mandates.services.rights import align_rights
from seguia.territories.importers.known import chunks


def mandates_ending(term: Term) -> "QuerySet[Mandate]":
    """Open mandates from before the election, in the councils it renews."""
    if term.election_date is None:
        return Mandate.objects.none()
    return Mandate.objects.filter(
        territory__country=term.country,
        territory__kind__in=KINDS_OF_COUNCIL[term.council],
        until=None,
        since__lt=term.election_date,
    )


def apply_election(*, user: Any, term: Term, on: datetime.date, expected: int) -> BulkChange:
    """End every mandate from before the election on a day (exclusive); rights end with them, at midnight of that day.

    `expected` is the number that was shown: raises Conflict when it changed since. Raises Refused, Invalid.
    """
    with transaction.atomic():
        require("mandates.apply_election", user)
        Term.objects.select_for_update().get(pk=term.pk)
        if term.election_date is None or on <= term.election_date:
            raise Invalid(_("Old mandates end after the day of the election. Nothing was changed."))
        ids = list(mandates_ending(term).select_for_update(of=("self",)).values_list("pk", flat=True))
        if len(ids) != expected:
            raise Conflict(_("Mandates were changed since you looked. Nothing was changed; look at the list again."))
        if not ids:
            raise Conflict(_("No mandate from before this election is open. Nothing was changed."))
        change = BulkChange.objects.create(
            kind=BulkKind.ELECTION,
            term=term,
            label=str(term),
            by=user,
            figures={"ended": len(ids), "ended_rows": len(ids)},
        )
        for part in chunks(ids):
            ends = {"until": on, "end_reason": EndReason.ELECTION, "ended_by": change}
            Mandate.objects.filter(pk__in=part).update(**ends)
        change.figures["rights_ended"] = align_rights(ids)
        change.save(update_fields=["figures"])
        facts = {"ended": len(ids), "on": on.isoformat(), "election": str(term)}
        record_event("mandates.election.applied", change, actor=user, **facts)
    return change


def undo_change(*, user: Any, change: BulkChange) -> BulkChange:
    """Take an import or an election back: within 24 hours, and only where nothing followed from it.

    Raises Refused, NotFound, Conflict (says what followed).
    """
    with transaction.atomic():
        require("mandates.apply_election", user)
        fresh = BulkChange.objects.select_for_update(of=("self",)).filter(pk=change.pk).first()
        if fresh is None:
            raise NotFound(_("There is no such change."))
        _require_undoable(fresh)
        begun = Mandate.objects.filter(begun_by=fresh)
        people = set(begun.values_list("official_id", flat=True))
        changed = set(
            Mandate.objects.filter(ended_by=fresh)
            .filter(Q(begun_by=None) | ~Q(begun_by=fresh))
            .values_list("pk", flat=True)
        )
        touched = _links_of(begun)
        begun.delete()
        _restore(fresh, changed)
        for part in chunks(sorted(people)):
            Official.objects.filter(pk__in=part, mandates=None).delete()
        align_rights(changed | touched)
        fresh.undone_at = timezone.now()
        fresh.before = {}
        fresh.save(update_fields=["undone_at", "before"])
        record_event("mandates.change.undone", fresh, actor=user, kind=fresh.kind)
    return fresh


def _require_undoable(change: BulkChange) -> None:
    """Raises Conflict."""
    if change.undone_at is not None:
        raise Conflict(_("This was taken back already."))
    if not change.may_be_undone:
        raise Conflict(_("More than 24 hours have passed. Correct the single mandates instead. Nothing was changed."))
    followed = _followed(change)
    if followed:
        words = ngettext(
            "%(count)s mandate of this change was changed, tied to an account or invited since. It can no longer be "
            "taken back; correct the single mandates. Nothing was changed.",
            "%(count)s mandates of this change were changed, tied to an account or invited since. It can no longer be "
            "taken back; correct the single mandates. Nothing was changed.",
            followed,
        )
        raise Conflict(words % {"count": followed})


def _followed(change: BulkChange) -> int:
    """Mandates of the change with which something happened since."""
    begun = Mandate.objects.filter(begun_by=change)
    used = begun.filter(
        Q(invited__isnull=False) | Q(links__isnull=False) & ~Q(links__representation__mandate_links__mandate__ended_by=change)
        | Q(ended_by__isnull=False) & ~Q(ended_by=change)
    ).distinct().count()  # fmt: skip
    lost_begun = change.figures.get("begun", 0) - begun.count()
    ended = Mandate.objects.filter(ended_by=change)
    lost_ended = change.figures.get("ended_rows", 0) - ended.filter(Q(begun_by=None) | ~Q(begun_by=change)).count()
    newer = _successors(ended, change) if change.kind == BulkKind.ELECTION else 0
    return int(used + max(0, lost_begun) + max(0, lost_ended) + newer)


def _successors(ended: "QuerySet[Mandate]", change: BulkChange) -> int:
    """Heads elected since in the towns whose old head would come back."""
    towns = ended.filter(function__in=["mayor", "president"]).values("territory")
    heads = Mandate.objects.filter(territory__in=towns, function__in=["mayor", "president"], until=None)
    return heads.exclude(ended_by=change).count()


def _links_of(begun: "QuerySet[Mandate]") -> set[int]:
    """Other mandates behind the rights that the new ones carry: they decide again when the new ones go."""
    held = MandateRepresentation.objects.filter(mandate__in=begun).values("representation")
    others = MandateRepresentation.objects.filter(representation__in=held).exclude(mandate__in=begun)
    return set(others.values_list("mandate_id", flat=True))


def _restore(change: BulkChange, changed: set[int]) -> None:
    """What was changed is as it was; what the election ended is open again."""
    known = {int(pk): state for pk, state in change.before.items()}
    for part in chunks(sorted(known)):
        mandates = list(Mandate.objects.filter(pk__in=part))
        for mandate in mandates:
            state = known[mandate.pk]
            mandate.until = datetime.date.fromisoformat(state["until"]) if state["until"] else None
            mandate.end_reason, mandate.rank = state["end_reason"], state["rank"]
            mandate.delegation, mandate.ended_by_id = state["delegation"], state["ended_by"]
        Mandate.objects.bulk_update(mandates, ["until", "end_reason", "rank", "delegation", "ended_by"])
    for part in chunks(sorted(changed - known.keys())):
        Mandate.objects.filter(pk__in=part).update(until=None, end_reason="", ended_by=None)
