"""Around every request: readable input, the language of the address, refusals as pages."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import get_language_from_request

from seguia.core.errors import SeguiaError
from seguia.core.languages import language_codes
from seguia.ui.errors import error_response

Handler = Callable[[HttpRequest], HttpResponse]
MAX_QUERY_BYTES = 8192


def language_of_path(path: str) -> str | None:
    """`fr` for `/fr/…`; None for addresses that are the same in every language."""
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in language_codes() else None


class ReadableRequestMiddleware:
    """Addresses that are no UTF-8, hold NUL or are far too long get a clear 4xx, whatever view they are for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > MAX_QUERY_BYTES:
            return self._refuse(request, 414, "too_long")
        # The query string stands there as the bytes that came (latin-1); the path Django has read as UTF-8 already.
        for part in (query.encode("latin-1", "replace"), request.path_info):
            try:
                raw = unquote_to_bytes(part)
                raw.decode("utf-8")
            except UnicodeError:
                return self._refuse(request, 400, "not_utf8")
            if b"\x00" in raw:
                return self._refuse(request, 400, "not_utf8")
        return self.get_response(request)

    def _refuse(self, request: HttpRequest, status: int, code: str) -> HttpResponse:
        activate_language(request)
        return error_response(request, status, code)


def activate_language(request: HttpRequest) -> str:
    """Activate the language of the address, else the person's, else the browser's; returns its code."""
    code = language_of_path(request.path_info)
    if code is None:
        code = get_language_from_request(request).split("-")[0]
        code = code if code in language_codes() else settings.LANGUAGE_CODE
    translation.activate(code)
    request.LANGUAGE_CODE = code
    return code


class LanguageMiddleware:
    """The language is in the address; pages without one say that they vary by what the browser asks for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = activate_language(request)
        if request.path_info == "/":
            response: HttpResponse = HttpResponseRedirect(f"/{code}/")
        else:
            response = self.get_response(request)
        if language_of_path(request.path_info) is None:
            response.headers["Vary"] = ", ".join(filter(None, [response.headers.get("Vary"), "Accept-Language"]))
        response.headers.setdefault("Content-Language", code)
        return response


class RefusalMiddleware:
    """A `SeguiaError` raised by a page becomes a page of its own status that says what to do."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only our own errors; others stay what they are."""
        if not isinstance(exception, SeguiaError):
            return None

        return error_response(request, exception.status, exception.code, str(exception.message))
