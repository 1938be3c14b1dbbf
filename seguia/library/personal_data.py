"""What the library keeps of people: who began a method, who submitted it."""

from typing import Any

from django.db.models import Q

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.library.models import Method


def export(person: User) -> list[dict[str, Any]]:
    """The methods they began or submitted."""
    found = Method.objects.filter(Q(author=person) | Q(submitted_by=person)).order_by("pk")
    return [
        {
            "method": dict(method.title),
            "began": method.author_id == person.pk,
            "submitted_at": method.submitted_at.isoformat()
            if method.submitted_at and method.submitted_by_id == person.pk
            else None,
        }
        for method in found
    ]


def erase(person: User) -> None:
    """The texts belong to the organisation or the network and stay, without the name."""
    Method.objects.filter(author=person).update(author=None)
    Method.objects.filter(submitted_by=person).update(submitted_by=None)


def register() -> None:
    """Have it in every export and erasure."""
    register_personal_data("library", export=export, erase=erase)
