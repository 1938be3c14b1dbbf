"""Figures of a plan, until the town's own sheet tells them."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Invalid, NotFound
from seguia.replication.models import PlanResult, Replication
from seguia.replication.services.locking import cleaned, locked_for, note_change

MOST = 20


def add_result(
    plan: Replication,
    *,
    user: Any,
    indicator: str,
    value: Decimal,
    unit: str,
    kind: str,
    label: str = "",
    year: int | None = None,
) -> PlanResult:
    """One more figure. Raises Refused, NotFound, Invalid, ValidationError."""
    with transaction.atomic():
        fresh = locked_for(plan, user, "replication.edit_plan")
        if fresh.results.count() >= MOST:
            raise Invalid(_("A plan holds at most %(limit)s figures.") % {"limit": MOST})
        result = PlanResult(
            replication=fresh,
            indicator=indicator,
            label=cleaned(label, limit=160, multiline=False),
            value=value,
            unit=cleaned(unit, limit=24, multiline=False),
            year=year,
            kind=kind,
        )
        result.full_clean(exclude=["replication"])
        result.save()
        note_change(fresh)
        record_event("replication.result.added", fresh, actor=user, indicator=indicator)
    return result


def remove_result(plan: Replication, *, user: Any, key: str) -> None:
    """Take a figure out. Raises Refused, NotFound."""
    with transaction.atomic():
        fresh = locked_for(plan, user, "replication.edit_plan")
        result = fresh.results.filter(key=key).first()
        if result is None:
            raise NotFound(_("This figure is no longer in the plan."))
        record_event("replication.result.removed", fresh, actor=user, indicator=result.indicator)
        result.delete()
        note_change(fresh)
