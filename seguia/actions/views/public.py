"""What everybody may read."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seguia.actions.queries import SheetRequest, action_for, published_actions, sheet

PER_PAGE = 20


@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sheet, in the language of `?text=` or of the page."""
    action = action_for(request.user, public_id, with_rows=True)
    return render(request, "actions/detail.html", sheet(action, request.user, SheetRequest(request.GET.get("text"))))


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All published sheets, newest first; a page number that makes no sense shows the nearest page."""
    page = Paginator(published_actions(), PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    return render(request, "actions/list.html", {"page": page, "count": page.paginator.count})
