"""Error pages: what happened, what was kept, what to do; in the reader's language, without a trace."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

EXPLANATIONS = {
    "too_long": _("The address or the words you searched for are too long. Use fewer words and try again."),
    "not_utf8": _("The address contains characters that cannot be read. Go back and type the words again."),
    "not_found": _(
        "There is nothing at this address. It may have moved or been withdrawn. Nothing of yours was changed."
    ),
    "refused": _("You may not do this with your present role. Nothing was changed."),
    "csrf": _(
        "This page had been open too long or cookies are switched off, so nothing was saved. "
        "Go back, copy what you typed, reload the page and send it again."
    ),
    "error": _("Something went wrong on our side. What you had saved before is safe; try again in a moment."),
    "invalid": _("Something in this request cannot be understood. Nothing was changed."),
}
TITLES = {
    400: _("This could not be understood"),
    403: _("This is not open to you"),
    404: _("Nothing here"),
    409: _("Somebody was faster"),
    414: _("Too long"),
    422: _("Sent twice, but different"),
    429: _("Too many at once"),
    500: _("Our fault"),
    503: _("Not possible right now"),
}


def error_response(request: HttpRequest, status: int, code: str, message: str = "") -> HttpResponse:
    """An error as a page, or as JSON under `/api/`. A fault of ours gives a bare page that asks no database."""
    text = message or str(EXPLANATIONS.get(code, EXPLANATIONS["invalid" if status < 500 else "error"]))
    if request.path_info.startswith("/api/"):
        return JsonResponse({"error": {"code": code, "message": text}}, status=status)
    title = TITLES.get(status, HTTPStatus(status).phrase)
    context = {"status": status, "title": title, "message": text, "is_bare": status >= 500}
    return render(request, "ui/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400"""
    return error_response(request, 400, "invalid")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403"""
    return error_response(request, 403, "refused")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404"""
    return error_response(request, 404, "not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    """500"""
    return error_response(request, 500, "error")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection token is missing or old."""
    return error_response(request, 403, "csrf")
