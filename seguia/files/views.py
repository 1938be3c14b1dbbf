"""Files go out through the rights check: documents to be saved, pictures to be looked at, nothing to be run."""

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seguia.core.errors import NotFound
from seguia.files.access import Access
from seguia.files.models import StoredFile
from seguia.files.queries import file_for

PUBLIC_SECONDS = 600
"""How long a withdrawn picture may live on in a cache."""


@require_safe
def download(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The file itself, to be saved."""
    file, access = file_for(request.user, public_id)
    return _sent(request, file, access, file.place, file.content_type, as_attachment=True)


@require_safe
def picture(request: HttpRequest, public_id: str, width: int) -> HttpResponseBase:
    """A picture at one of its widths."""
    file, access = file_for(request.user, public_id)
    place = file.renditions.get(str(width))
    if place is None:
        raise NotFound(_("This picture does not exist in this width."))
    return _sent(request, file, access, place, "image/webp", as_attachment=False)


def _sent(
    request: HttpRequest, file: StoredFile, access: Access, place: str, content_type: str, *, as_attachment: bool
) -> HttpResponseBase:
    tag = f'"{file.sha256[:32]}-{place.rsplit("/", 1)[-1]}"'
    response: HttpResponseBase
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = _opened(file, place, content_type, as_attachment=as_attachment)
    response["ETag"] = tag
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if access is Access.PUBLIC:
        response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    else:
        response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Cookie"])
    return response


def _opened(file: StoredFile, place: str, content_type: str, *, as_attachment: bool) -> HttpResponseBase:
    try:
        content = default_storage.open(place)
    except FileNotFoundError as error:
        raise NotFound(_("This file is missing in the storage. The secretariat can help.")) from error
    name = file.name if as_attachment else ""
    return FileResponse(content, as_attachment=as_attachment, filename=name, content_type=content_type)
