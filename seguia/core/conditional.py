"""Answers a reader may keep: a weak ETag from the content, 304 when nothing changed, a short public life."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

LIFE = 60
"""Seconds a copy may be used without asking again: what was just published is soon seen everywhere."""


def kept_briefly(request: HttpRequest, response: HttpResponse, *, seconds: int = LIFE) -> HttpResponse:
    """`response` with ETag and Cache-Control, or an empty 304 when the reader already has it.

    Only for what everybody may see: nothing here may depend on who asks.
    """
    if response.status_code != 200:
        patch_cache_control(response, no_cache=True)
        return response
    etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=seconds)
    kept = get_conditional_response(request, etag=etag, response=response)
    return kept if isinstance(kept, HttpResponse) else response
