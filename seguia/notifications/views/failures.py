"""Mails that did not arrive, for the secretariat: which addresses do not work, which mails failed and why."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from seguia.core.permissions import require
from seguia.notifications import services
from seguia.notifications.queries import bounced_addresses, failed_messages

PER_PAGE = 50


@never_cache
@login_required
@require_safe
def failures(request: HttpRequest) -> HttpResponse:
    """Addresses to which nothing is sent, and the last mails that failed."""
    require("notifications.see_failures", request.user)
    number = request.GET.get("page", "1")[:12]
    context = {
        "page": Paginator(bounced_addresses(), PER_PAGE).get_page(number),
        "failed": failed_messages()[:PER_PAGE],
    }
    return render(request, "notifications/failures.html", context)


@login_required
@require_POST
def clear(request: HttpRequest) -> HttpResponseRedirect:
    """Mails may go to this address again."""
    person: Any = request.user
    address = request.POST.get("address", "")[:254].replace("\0", "")
    services.clear_bounce(user=person, address=address)
    messages.success(request, _("Mails go there again."))
    return redirect("notifications:failures")
