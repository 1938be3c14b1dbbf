"""Readers may report what a town's page says; the register and the secretariat keep it right."""

from django.utils.translation import gettext_lazy

from seguia.core.errors import SeguiaError
from seguia.reports.registry import ReportableKind, Reported, register_reportable
from seguia.territories.queries import territory_at


def find(key: str) -> Reported | None:
    """A territory by `scheme:code`."""
    scheme, _colon, code = key.partition(":")
    try:
        territory = territory_at(scheme, code)
    except SeguiaError:
        return None
    return Reported(territory.label(), territory.get_absolute_url())


def register() -> None:
    """Called when the app starts."""
    register_reportable(ReportableKind("town", gettext_lazy("page of a town"), find))
