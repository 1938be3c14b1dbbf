"""Refusals of the API: `{"error": {"code", "message"}}`, a sentence in the reader's language, never a trace."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from seguia.config.api.rendering import refusal
from seguia.core.errors import Message, SeguiaError

_WHOLE = gettext_lazy("“%(name)s” must be a whole number.")
_ONE_OF = gettext_lazy("“%(name)s” can be: %(choices)s.")
_DAY = gettext_lazy("“%(name)s” must be a day or a moment, for example 2026-01-05 or 2026-01-05T09:00:00Z.")
_LONG = gettext_lazy("“%(name)s” is too long; at most %(limit)s characters.")
_CODE = gettext_lazy("“%(name)s” is not written as a code is.")
SENTENCES: dict[str, Message] = {
    "missing": gettext_lazy("The parameter “%(name)s” is missing."),
    "greater_than_equal": gettext_lazy("“%(name)s” must be at least %(limit)s."),
    "less_than_equal": gettext_lazy("“%(name)s” must be at most %(limit)s."),
    "string_too_long": _LONG,
    "string_pattern_mismatch": _CODE,
    "literal_error": _ONE_OF,
    "enum": _ONE_OF,
    "bool_parsing": gettext_lazy("“%(name)s” must be true or false."),
}
"""By the validator's kind of fault; kinds that begin like one of the next table are told by it."""
FAMILIES: dict[str, Message] = {"int_": _WHOLE, "date_": _DAY, "datetime_": _DAY, "timezone_": _DAY}
OTHER = gettext_lazy("“%(name)s” has a value that cannot be understood.")
_LIMITS = ("ge", "le", "gt", "lt", "max_length", "min_length")


def sentence(fault: Mapping[str, Any]) -> str:
    """One fault of a parameter, told to a person."""
    kind, context = str(fault["type"]), fault.get("ctx", {})
    family = next((told for start, told in FAMILIES.items() if kind.startswith(start)), OTHER)
    return str(SENTENCES.get(kind, family)) % {
        "name": fault["loc"][-1] if fault["loc"] else "",
        "limit": next((context[name] for name in _LIMITS if name in context), ""),
        "choices": str(context.get("expected", "")).replace("'", "").replace(" or ", ", "),
    }


def answer_errors(api: NinjaAPI) -> None:
    """Every error a request can cause, in one form."""

    @api.exception_handler(SeguiaError)
    def ours(request: HttpRequest, error: SeguiaError) -> HttpResponse:
        return refusal(error.status, error.code, error.message)

    @api.exception_handler(ValidationError)
    def parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return refusal(422, "invalid_parameter", " ".join(dict.fromkeys(map(sentence, error.errors))))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return refusal(404, "not_found", _("There is nothing at this address of the API."))

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return refusal(error.status_code, "invalid", error.message)
