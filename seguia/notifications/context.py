"""How many notices a person has not read, for the head of every page."""

from typing import Any

from django.http import HttpRequest

from seguia.notifications.queries import unread_number


def unread_notices(request: HttpRequest) -> dict[str, Any]:
    """Context processor: one query, only for people who are signed in and only when the page shows it."""

    def number() -> int:
        user = getattr(request, "user", None)
        return unread_number(user) if user is not None and user.is_authenticated else 0

    return {"unread_notices": number}
