"""Reads of reports."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.reports.models import Report


def open_reports() -> "QuerySet[Report]":
    """What waits for an answer, the oldest first."""
    return Report.objects.filter(decision="").order_by("at", "id")


def report_by_id(public_id: str) -> Report:
    """One report, for the secretariat. Raises NotFound."""
    found = Report.objects.select_related("reporter", "decided_by").filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no report with this address."))
    return found


def reports_on(kind: str, key: str) -> "QuerySet[Report]":
    """All reports about one thing, the newest first."""
    return Report.objects.filter(kind=kind, key=key).order_by("-at", "-id")
