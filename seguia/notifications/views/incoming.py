"""Where a mail provider hands over answers of people: `POST /mail/incoming`, the mail as it is, signed."""

import hashlib
import hmac
import time

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from seguia.notifications.inbound.inbox import Counts
from seguia.notifications.inbound.parsing import MOST_BYTES
from seguia.notifications.mailboxes import Fate

WINDOW = 300
"""Seconds for which a signature holds. Within them the same mail again has no second effect."""


@csrf_exempt
@never_cache
@require_POST
def receive(request: HttpRequest) -> JsonResponse:
    """The body is the mail (RFC 822). What was done is committed when the answer says so."""
    if not settings.INBOUND_SECRET:
        raise Http404
    length = request.headers.get("Content-Length", "0")
    if not length.isascii() or not length.isdigit() or int(length[:12]) > MOST_BYTES:
        return _refusal(413, "too_large", f"A mail of more than {MOST_BYTES >> 20} MB is not taken. Nothing was saved.")
    raw = request.read(MOST_BYTES + 1)
    if not _is_provider(request, raw):
        return _refusal(401, "unauthorised", "The signature is missing, wrong or too old. Nothing was saved.")
    counts = Counts()
    fate = counts.take(raw)
    if fate is Fate.LATER:
        answer = _refusal(503, "later", "Nothing was saved. Send it again in a minute.")
        answer["Retry-After"] = "60"
        return answer
    return JsonResponse({"outcome": next(name for name, number in counts.items() if number)})


def _is_provider(request: HttpRequest, raw: bytes) -> bool:
    """`X-Seguia-Signature: sha256=<HMAC of timestamp, full stop, body>`, made at `X-Seguia-Timestamp` (Unix seconds)."""
    stamp = request.headers.get("X-Seguia-Timestamp", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 16) or abs(time.time() - int(stamp)) > WINDOW:
        return False
    given = request.headers.get("X-Seguia-Signature", "").removeprefix("sha256=")
    return constant_time_compare(given.encode(errors="replace"), signature_of(stamp, raw).encode())


def signature_of(stamp: str, raw: bytes) -> str:
    """What the provider must send, in hexadecimal digits."""
    return hmac.new(settings.INBOUND_SECRET.encode(), f"{stamp}.".encode() + raw, hashlib.sha256).hexdigest()


def _refusal(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"error": {"code": code, "message": message}}, status=status)
