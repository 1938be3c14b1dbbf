"""The queue of advisers and secretariat."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Message
from seguia.core.languages import language_codes, own_name
from seguia.core.permissions import require
from seguia.support.models import CaseKind
from seguia.support.queue import VIEWS, QueueRequest, queue_for
from seguia.ui.addresses import changed_query

NAMES: dict[str, Message] = {
    "open": _("Waits for an adviser"),
    "mine": _("With me"),
    "waiting": _("Waits for the town"),
    "overdue": _("Overdue"),
    "all": _("All that is open"),
}


@for_signed_in
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, what is mine, what is late; the address holds every choice."""
    require("support.see_queue", request.user)
    found = queue_for(request.user, QueueRequest.from_query(request.GET))
    tabs = [
        (changed_query(request.GET, view=view, page=None), NAMES[view], found.counts[view], view == found.request.view)
        for view in VIEWS
        if view != "mine" or found.adviser
    ]
    context = {
        "queue": found,
        "tabs": tabs,
        "languages": [(code, own_name(code)) for code in language_codes()],
        "kinds": CaseKind.choices,
    }
    return render(request, "support/advice/queue.html", context)
