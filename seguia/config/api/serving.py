"""How the API answers: language, unknown parameters, HEAD, ETag, one OpenAPI description for all routers."""

import functools
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema

from seguia import __version__
from seguia.config.api.description import DESCRIPTION, described
from seguia.config.api.rendering import ReadableJSON, refusal
from seguia.core.conditional import kept_briefly
from seguia.core.errors import Invalid
from seguia.core.languages import language_codes

LOCALE = "locale"
Answer = Callable[..., HttpResponse]


class Docs(DocsBase):
    """The description to read and try out, with the files that are part of the wheel; no inline script."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """A page of its own."""
        options = {
            "url": self.get_openapi_url(api, kwargs),
            "layout": "BaseLayout",
            "deepLinking": True,
            "validatorUrl": None,
        }
        return render(request, "portal/api_docs.html", {"api": api, "options": options})


class PublicAPI(NinjaAPI):
    """Everything under `/api/v1/`. Reads what everybody may read, whoever asks."""

    def __init__(self) -> None:
        super().__init__(
            title="Seguia",
            version=__version__,
            description=DESCRIPTION,
            urls_namespace="api",
            docs=Docs(),
            renderer=ReadableJSON(),
        )
        self.add_decorator(known_parameters_only)

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """What the routers say, with what holds for every operation added."""
        return described(super().get_openapi_schema(**options))

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns = list(_served(super()._get_urls()))
        slashed = [path(f"{pattern.pattern}/", without_slash) for pattern in patterns if str(pattern.pattern)]
        return [*patterns, *slashed]


def _served(patterns: list[URLResolver | URLPattern]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = served(pattern.callback)
            yield pattern


def without_slash(request: HttpRequest, **parts: str) -> HttpResponse:
    """`/api/v1/actions/` is `/api/v1/actions`."""
    query = request.META.get("QUERY_STRING", "")
    address = request.path.rstrip("/")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def served(view: Answer) -> Answer:
    """`view` for GET and HEAD, in the asked language, with ETag; any origin may read the answer."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = language_asked(request)
        with translation.override(language):
            response = kept_briefly(request, _answer(view, request, *args, **kwargs))
        response.headers["Content-Language"] = language
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Content-Language"
        return response

    return answered


def _answer(view: Answer, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    locale = request.GET.get(LOCALE)
    if locale is not None and locale not in language_codes():
        choices = {"name": LOCALE, "choices": ", ".join(language_codes())}
        return refusal(422, "invalid_parameter", _("“%(name)s” can be: %(choices)s.") % choices)
    if request.method not in ("GET", "HEAD"):
        message = _("The API is for reading: only GET and HEAD. Nothing was changed.")
        response = refusal(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", message)
        response.headers["Allow"] = "GET, HEAD"
        return response
    method, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = method


def language_asked(request: HttpRequest) -> str:
    """The language of labels and messages: `?locale=`, else what the reader accepts, else the network's.

    Cookies do not count: the same request must give everybody the same answer.
    """
    if (locale := request.GET.get(LOCALE)) in language_codes():
        return str(locale)
    for tag, weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if weight > 0 and (code := tag.split("-")[0]) in language_codes():
            return code
    return settings.LANGUAGE_CODE


def known_parameters_only(operation: Callable[..., Any]) -> Callable[..., Any]:
    """A misspelt filter is refused: silently ignored, it would give the whole list for the part that was meant."""
    models = operation._ninja_operation.models  # type: ignore[attr-defined]
    known = {LOCALE}
    for model in models:
        if model.__ninja_param_source__ == "query":
            known |= set(model.__ninja_flatten_map__)

    @functools.wraps(operation)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if unknown := sorted(set(request.GET) - known):
            raise Invalid(
                _("There is no parameter “%(name)s” here. Possible are: %(names)s.")
                % {"name": unknown[0][:40], "names": ", ".join(sorted(known))},
                code="unknown_parameter",
            )
        return operation(request, *args, **kwargs)

    return checked
