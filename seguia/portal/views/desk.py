"""The secretariat's desk: what waits for a decision."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from seguia.actions.queries import submitted_actions
from seguia.core.errors import Refused


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """Submitted sheets, the oldest first."""
    if not request.user.is_staff:
        raise Refused(_("The desk is for the network's secretariat. Your own sheets are under “My town”."))
    return render(request, "portal/desk.html", {"waiting": submitted_actions()})
