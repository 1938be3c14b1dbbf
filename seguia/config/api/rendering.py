"""JSON as the API writes it: Arabic is written as Arabic, half the bytes and readable for people."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

JSON_TYPE = "application/json; charset=utf-8"


class ReadableJSON(JSONRenderer):
    """For the answers of operations."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


def json_response(data: Any, status: int = 200) -> HttpResponse:
    """For answers that no operation gave."""
    content = json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=JSON_TYPE)


def refusal(status: int, code: str, message: object) -> HttpResponse:
    """`{"error": {"code", "message"}}`"""
    return json_response({"error": {"code": code, "message": str(message)}}, status=status)
