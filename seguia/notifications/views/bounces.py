"""Where a mail provider reports what came back: `POST /mail/bounces` with a shared secret."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from seguia.notifications.bounces.events import MOST_EVENTS, read_events
from seguia.notifications.bounces.inbox import Counts, receive_report


@csrf_exempt
@never_cache
@require_POST
def receive(request: HttpRequest) -> JsonResponse:
    """`{"events": […]}` in, how many counted out. A faulty one refuses all: nothing is half taken."""
    if not settings.BOUNCE_SECRET:
        raise Http404
    if not _is_provider(request):
        return _refusal(401, "unauthorised", "Send the shared secret as Authorization: Bearer <secret>.")
    try:
        reports = read_events(json.loads(request.body))
    except (ValueError, RecursionError) as error:
        shape = (
            f"The body must be JSON: {{'events': [{{'message_id', 'type': 'hard' or 'soft'}}]}}, {MOST_EVENTS} at most."
        )
        return _refusal(400, "invalid", f"{shape} {error}"[:400])
    counts = Counts()
    for report in reports:
        counts[receive_report(report)] += 1
    return JsonResponse({name: counts[name] for name in ("counted", "repeated", "unknown")})


def _is_provider(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    return constant_time_compare(given.encode(errors="replace"), f"Bearer {settings.BOUNCE_SECRET}".encode())


def _refusal(status: int, code: str, message: Any) -> JsonResponse:
    return JsonResponse({"error": {"code": code, "message": message}}, status=status)
