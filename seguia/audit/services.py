"""Writing the record."""

from typing import Any

from seguia.audit.models import AuditEvent


def record_event(code: str, target: Any, *, actor: Any = None, **facts: Any) -> AuditEvent:
    """Append one deed in the caller's transaction. `facts` must be plain JSON values, no personal data."""
    person = actor if getattr(actor, "pk", None) else None
    return AuditEvent.objects.create(
        code=code,
        actor=person,
        object_kind=target._meta.label_lower,
        object_id=str(target.pk),
        facts=facts,
    )
