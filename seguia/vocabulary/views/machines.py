"""The vocabulary for machines: identifiers that lead on, and data in the format that was asked for."""

from typing import TypeVar

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seguia.core.conditional import LIFE, kept_briefly
from seguia.core.errors import SeguiaError
from seguia.vocabulary import exports, skos
from seguia.vocabulary.queries import concept_by_slug

Answer = TypeVar("Answer", bound=HttpResponseBase)
HTML = "text/html"
_ENDING_OF = {media_type: ending for ending, (_name, media_type) in skos.FORMATS.items()}
_ACCEPTED = [HTML, "application/xhtml+xml", *_ENDING_OF, "application/json"]


class BeingWritten(SeguiaError):
    """The first export is on its way."""

    status = 503
    code = "being_written"


class SeeOther(HttpResponseRedirect):
    """303: the thing itself cannot be sent, but this tells of it."""

    status_code = 303


@require_safe
def scheme(request: HttpRequest) -> HttpResponse:
    """The vocabulary as a thing: its page, or all of it as data."""
    if ending := _wanted(request):
        return _lead(reverse("thesaurus:whole", args=[ending]))
    return _lead(reverse("vocabulary:list"))


@require_safe
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    """A concept as a thing: its page in the reader's language, or its data. Raises NotFound."""
    found = concept_by_slug(slug).slug
    if ending := _wanted(request):
        return _lead(reverse("thesaurus:part", args=[found, ending]))
    return _lead(reverse("vocabulary:detail", args=[found]))


def _wanted(request: HttpRequest) -> str:
    """The ending of the data asked for by `Accept`; empty for a page, which is also what anything else gets."""
    preferred = str(request.get_preferred_type(_ACCEPTED) or HTML)
    return "jsonld" if preferred == "application/json" else _ENDING_OF.get(preferred, "")


def _lead(address: str) -> HttpResponse:
    response = SeeOther(address)
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return _open(response)


@require_safe
def part(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """One concept as data. Raises NotFound."""
    found = concept_by_slug(slug)
    if found.slug != slug:
        return _lead(reverse("thesaurus:part", args=[found.slug, ending]))
    data = skos.serialised(ending, skos.one_concept(found))
    return _open(kept_briefly(request, HttpResponse(data, content_type=_type_of(ending))))


@require_safe
def whole(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The whole vocabulary: the last file that was written."""
    export = exports.open_export(ending)
    if export is None:
        raise BeingWritten(_("The file is being written for the first time. Ask again in a few seconds."))
    response = FileResponse(export.file, as_attachment=True, filename=f"vocabulary.{ending}")
    response.headers["Content-Type"] = _type_of(ending)
    response.headers["ETag"] = etag = f'"{export.fingerprint}-{ending}"'
    patch_cache_control(response, public=True, max_age=LIFE)
    kept: HttpResponseBase = get_conditional_response(request, etag=etag, response=response) or response  # type: ignore[arg-type]
    if kept is not response:
        export.file.close()
    return _open(kept)


def _type_of(ending: str) -> str:
    media_type = skos.CSV_TYPE if ending == "csv" else skos.FORMATS[ending][1]
    return media_type if ending == "jsonld" else f"{media_type}; charset=utf-8"


def _open(response: Answer) -> Answer:
    """Open data may be read by scripts of other sites."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
