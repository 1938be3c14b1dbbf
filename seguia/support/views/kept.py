"""When a text cannot be sent: it is shown, to be copied. The page says nothing of what it was for."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seguia.core.errors import Message


def kept_page(request: HttpRequest, message: Message, texts: Iterable[str], status: int = 403) -> HttpResponse:
    """What was typed, and why it was not sent."""
    context = {"message": message, "texts": [text for text in texts if text.strip()]}
    return render(request, "support/kept.html", context, status=status)
