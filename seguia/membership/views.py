"""The public page of a partner. A town hall's page is the page of its town."""

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seguia.membership.queries import organisation_by_id
from seguia.membership.sections import sections_of


@require_safe
def organisation(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Name, kind, website, and what upper floors add."""
    found = organisation_by_id(public_id)
    if found.territory is not None:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    context = {"organisation": found, "sections": sections_of(found)}
    return render(request, "membership/organisation.html", context)
