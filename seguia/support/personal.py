"""What the help desk holds of a person. Requests and their threads belong to the town; the name of who wrote goes."""

from typing import Any

from django.utils import timezone

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.support.models import Adviser, Case, Deadline, Handover, Message
from seguia.support.services.advisers import free_cases


def register() -> None:
    """Stand in every person's export and erasure."""
    register_personal_data("support_requests", export=export_requests, erase=erase_requests)
    register_personal_data("support_messages", export=export_messages, erase=erase_messages)
    register_personal_data("adviser", export=export_adviser, erase=erase_adviser)


def export_requests(user: User) -> list[dict[str, Any]]:
    """The requests for help a person wrote down."""
    rows = Case.objects.filter(asked_by=user).order_by("pk")
    return [
        {"asked": case.asked_at.isoformat(), "title": case.title, "need": case.need, "state": case.status}
        for case in rows
    ]


def erase_requests(user: User) -> None:
    """The town keeps its request, and the days that were agreed; who wrote them down is gone."""
    Case.objects.filter(asked_by=user).update(asked_by=None)
    Deadline.objects.filter(created_by=user).update(created_by=None)


def export_messages(user: User) -> list[dict[str, Any]]:
    """What a person wrote in threads, private notes and reasons among them."""
    said = Message.objects.filter(author=user).exclude(text="").select_related("case").order_by("pk")
    handed = Handover.objects.filter(by=user).select_related("case").order_by("pk")
    return [
        {"at": one.at.isoformat(), "request": one.case.public_id, "text": one.text, "private_note": one.is_private}
        for one in said
    ] + [
        {"at": one.at.isoformat(), "request": one.case.public_id, "text": one.reason, "private_note": True}
        for one in handed
    ]


def erase_messages(user: User) -> None:
    """The words stay in the thread, without the name."""
    Message.objects.filter(author=user).update(author=None)
    Handover.objects.filter(by=user).update(by=None)


def export_adviser(user: User) -> dict[str, Any] | None:
    """For what the person advises or advised."""
    adviser = Adviser.objects.filter(user=user).first()
    if adviser is None:
        return None
    return {
        "since": adviser.since.isoformat(),
        "until": adviser.until.isoformat() if adviser.until else None,
        "volunteer": adviser.is_volunteer,
        "languages": adviser.languages,
        "themes": [theme.slug for theme in adviser.themes.order_by("pk")],
        "most_cases": adviser.most_cases,
    }


def erase_adviser(user: User) -> None:
    """Open cases wait for somebody else; the place among the advisers stays as a number, for the figures."""
    Adviser.objects.filter(named_by=user).update(named_by=None)
    adviser = Adviser.objects.select_for_update(of=("self",)).select_related("user").filter(user=user).first()
    if adviser is not None:
        free_cases(adviser, user=None, note="")
        adviser.themes.clear()
        adviser.languages, adviser.kinds = [], []
        adviser.until = adviser.until or timezone.now()
        adviser.save(update_fields=["languages", "kinds", "until"])
