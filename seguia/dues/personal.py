"""What dues keep of a person: that they entered, issued or disputed something. Amounts belong to organisations."""

from typing import Any

from django.db.models import Model, QuerySet

from seguia.accounts.models import User
from seguia.dues.models import Call, Discount, Entry, FollowUp, Invoice, Payment, Reminder, Statement

_DEEDS: list[tuple[type[Model], str, str]] = [
    (Call, "created_by", "created_at"),
    (Call, "started_by", "started_at"),
    (Invoice, "issued_by", "created_at"),
    (Payment, "recorded_by", "recorded_at"),
    (Statement, "imported_by", "imported_at"),
    (Discount, "entered_by", "decided_on"),
    (Reminder, "sent_by", "at"),
    (FollowUp, "disputed_by", "disputed_on"),
    (Entry, "actor", "at"),
]


def export_deeds(user: User) -> list[dict[str, Any]]:
    """What the person did, and when."""
    found = []
    for model, name, moment in _DEEDS:
        for pk, at in model._default_manager.filter(**{name: user}).order_by("pk").values_list("pk", moment):
            found.append({"what": f"{model._meta.model_name}.{name}", "id": pk, "at": at.isoformat() if at else None})
    return found


def erase_deeds(user: User) -> None:
    """Take the name out, also where rows are append-only: the person is the one column that may be emptied. What was
    written stays, as the law on accounts asks."""
    for model, name, _moment in _DEEDS:
        QuerySet.update(model._default_manager.filter(**{name: user}), **{name: None})
