"""Towns that merge: what they asked for goes on with the town that follows."""

from django.db import transaction

from seguia.membership.models import OPEN, Membership
from seguia.support.models import ENDED, Case, ThreadEvent
from seguia.support.services.changing import locked_case, save_change, write_event
from seguia.support.telling import tell_event


def follow_mergers() -> int:
    """Open cases of organisations whose membership goes on elsewhere pass to that organisation, whose people act for the
    old town as well; a job of the worker. Returns how many."""
    number = 0
    merged = Membership.objects.filter(merged_into__isnull=False).select_related(
        "organisation", "merged_into__organisation"
    )
    merged = merged.exclude(organisation__in=Membership.objects.filter(status__in=OPEN).values("organisation_id"))
    with_cases = merged.filter(organisation__support_cases__in=Case.objects.exclude(status__in=ENDED)).distinct()
    for membership in with_cases.order_by("pk"):
        follower = membership.merged_into.organisation if membership.merged_into else None
        if follower is None or follower.pk == membership.organisation_id:
            continue
        cases = Case.objects.filter(organisation=membership.organisation_id).exclude(status__in=ENDED)
        for case in cases.order_by("pk"):
            with transaction.atomic():
                fresh = locked_case(case)
                if fresh.organisation_id != membership.organisation_id or fresh.is_ended:
                    continue
                fresh.organisation = follower
                save_change(fresh, "moved", user=None, before=membership.organisation.public_id)
                tell_event(write_event(fresh, ThreadEvent.MOVED))
                number += 1
    return number
