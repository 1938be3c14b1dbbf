"""Readers may report a plan that is shown: how it is found, and what the secretariat can do about it."""

from typing import Any

from django.utils.translation import gettext_lazy

from seguia.replication.models import Replication
from seguia.replication.queries.plans import no_plan, origin_of
from seguia.replication.services.showing import hide_plan
from seguia.reports.registry import ReportableKind, Reported, register_reportable


def _shown(key: str) -> Replication | None:
    return Replication.objects.shown().for_lists().filter(public_id=key).first()


def find(key: str) -> Reported | None:
    """A plan that is shown."""
    plan = _shown(key)
    if plan is None:
        return None
    title = origin_of(plan, is_insider=False) or plan.organisation.label()
    return Reported(title, plan.get_absolute_url(), plan.organisation.label().text)


def take_offline(*, user: Any, key: str, reason: str) -> None:
    """Only its town sees it again; nothing is deleted."""
    plan = _shown(key)
    if plan is None:
        raise no_plan()
    hide_plan(plan, user=user)


def register() -> None:
    """Called when the app starts."""
    register_reportable(ReportableKind("replication", gettext_lazy("replication"), find, take_offline=take_offline))
