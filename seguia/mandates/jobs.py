"""What the worker does for mandates: rights end, mergers carry over, looked-at files go."""

import datetime

from django.utils import timezone

from seguia.core.worker import register_job
from seguia.mandates.models import Mandate, StagedImport
from seguia.mandates.services.handing_over import tie_accepted_invitations
from seguia.mandates.services.merging import carry_merged_mandates
from seguia.mandates.services.rights import align_rights

EVERY = 3_600.0
STAGED_HOURS = 24


def end_rights() -> int:
    """Every representation behind a mandate that has an end gets that end. Returns how many got one.

    Services do this the moment an end becomes known; this catches what reached the table another way.
    """
    tie_accepted_invitations()
    carry_merged_mandates()
    ended = Mandate.objects.filter(until__isnull=False, links__isnull=False)
    ended = ended.exclude(links__representation__until__isnull=False)
    count = align_rights(ended.values_list("pk", flat=True))
    StagedImport.objects.filter(at__lt=timezone.now() - datetime.timedelta(hours=STAGED_HOURS)).delete()
    return count


def register() -> None:
    """Hourly: a day that begins is noticed within the hour, and rights are read by date anyway."""
    register_job("mandates.end_rights", every=EVERY, run=end_rights)
