"""Public pages: a partner, the directory of members, their map."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from seguia.core.permissions import allowed
from seguia.membership.directory.filters import DirectoryFilters
from seguia.membership.directory.forms import DirectoryForm
from seguia.membership.directory.listing import KEPT_SECONDS, network_of_members, page_of_members
from seguia.membership.directory.map import prepared_map
from seguia.membership.queries import organisation_by_id, shown_memberships
from seguia.membership.sections import sections_of


@require_safe
def organisation(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Name, kind, website, what it made public, and what upper floors add."""
    found = organisation_by_id(public_id)
    if found.territory is not None:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    context = {
        "organisation": found,
        "memberships": shown_memberships(found),
        "sections": sections_of(found),
        "may_edit": allowed("membership.edit_organisation", request.user, found),
    }
    return render(request, "membership/organisation.html", context)


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """The directory, by filters."""
    filters = DirectoryFilters.from_query(request.GET)
    context = {"filters": filters, "page": page_of_members(filters), "form": DirectoryForm(filters)}
    return render(request, "membership/directory/list.html", context)


@require_safe
def members_map(request: HttpRequest) -> HttpResponse:
    """The map; the directory is the way without it."""
    context = {"figures": network_of_members(), "tile_url": settings.TILE_URL}
    return render(request, "membership/directory/map.html", context)


@require_safe
def members_map_data(request: HttpRequest) -> HttpResponseBase:
    """Marks for `ui/map.js`, ready made: 35,000 towns cost no more than sending them."""
    prepared = prepared_map()
    is_compressed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(prepared.compressed if is_compressed else prepared.plain, content_type="application/json")
    if is_compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = prepared.etag
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    patch_vary_headers(response, ["Accept-Encoding"])
    kept = get_conditional_response(request, etag=prepared.etag, response=response)
    return kept if isinstance(kept, HttpResponse) else response
