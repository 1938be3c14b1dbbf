"""Readers may report what an organisation's page says."""

from django.utils.translation import gettext_lazy

from seguia.core.errors import NotFound
from seguia.membership.queries import organisation_by_id
from seguia.reports.registry import ReportableKind, Reported, register_reportable


def find(key: str) -> Reported | None:
    """A public organisation by its identifier."""
    try:
        organisation = organisation_by_id(key)
    except NotFound:
        return None
    return Reported(organisation.label(), organisation.get_absolute_url())


def register() -> None:
    """Called when the app starts."""
    register_reportable(ReportableKind("organisation", gettext_lazy("page of an organisation"), find))
