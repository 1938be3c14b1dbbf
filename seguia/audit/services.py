"""Writing the record."""

from typing import Any

from django.db import transaction

from seguia.audit.models import AuditEvent
from seguia.core.permissions import require


def record_event(code: str, target: Any, *, actor: Any = None, **facts: Any) -> AuditEvent:
    """Append one deed in the caller's transaction: one INSERT, no lock. `facts` must be plain JSON values, no personal
    data. The seal that ties it to the deed before is set by the worker a moment after COMMIT (`chain.py`)."""
    return AuditEvent.objects.create(
        code=code,
        person_ref=getattr(actor, "deed_ref", None),
        object_kind=target._meta.label_lower,
        object_id=str(target.pk),
        facts=facts,
    )


def record_export(*, user: Any) -> AuditEvent:
    """Somebody of the secretariat took the record out of the house. Raises Refused."""
    with transaction.atomic():
        require("audit.read_record", user)
        return record_event("audit.record.exported", user, actor=user)
