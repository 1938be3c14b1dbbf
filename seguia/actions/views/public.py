"""What everybody may read."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from seguia.actions.models import Action
from seguia.actions.page_parts import page_parts
from seguia.actions.queries import SheetRequest, action_for, journey_of, published_actions, sheet

PER_PAGE = 20


@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sheet, in the language of `?text=` or of the page, with what upper floors show of it."""
    action = action_for(request.user, public_id, with_rows=True)
    shown = sheet(action, request.user, SheetRequest(request.GET.get("text")))
    return render(request, "actions/detail.html", {**shown, "parts": _parts(request, action)})


@require_safe
def journey(request: HttpRequest, public_id: str) -> HttpResponse:
    """What happened to the action since it was told, as a story."""
    action = action_for(request.user, public_id, with_rows=True)
    context = {"action": action, "journey": journey_of(action, request.user), "parts": _parts(request, action)}
    return render(request, "actions/journey.html", context)


def _parts(request: HttpRequest, action: Action) -> dict[str, list[str]]:
    return {
        place: [render_to_string(template, shown, request) for template, shown in parts]
        for place, parts in page_parts(action, request.user).items()
    }


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All published sheets, newest first; a page number that makes no sense shows the nearest page."""
    page = Paginator(published_actions(), PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    return render(request, "actions/list.html", {"page": page, "count": page.paginator.count})
