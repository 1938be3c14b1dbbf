"""What a person has to do with: the towns they act for, and the sheets of those towns."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from seguia.actions.models import Action, Status
from seguia.actions.queries import own_actions
from seguia.membership.acting import acting_organisation, own_organisations
from seguia.membership.dashboard import dashboard_of
from seguia.membership.models import Organisation
from seguia.membership.queries import own_requests, writes_for

ORDER = [Status.DRAFT, Status.SUBMITTED, Status.PUBLISHED, Status.ARCHIVED]


@dataclass(frozen=True)
class Pile:
    """Sheets in one state."""

    status: Status
    actions: list[Action]


@login_required
def my_town(request: HttpRequest) -> HttpResponse:
    """Own organisations, their sheets by state, and what upper floors add for the one the person acts for."""
    organisations = own_organisations(request)
    writable = [organisation.pk for organisation in organisations if writes_for(organisation)]
    sheets = list(own_actions(writable)) if writable else []
    acting = acting_organisation(request)
    piles = [Pile(status, [sheet for sheet in sheets if sheet.status == status]) for status in ORDER]
    context = {
        "organisations": organisations,
        "acting": acting,
        "may_write": bool(writable),
        "own_requests": own_requests(request.user),
        "parts": _rendered(request, acting) if acting else [],
        "piles": [pile for pile in piles if pile.actions],
    }
    return render(request, "portal/my_town.html", context)


def _rendered(request: HttpRequest, organisation: Organisation) -> list[str]:
    """What other features show of the organisation the person acts for; each knows its context as `part` as well."""
    parts = dashboard_of(request.user, organisation)
    return [render_to_string(template, {**shown, "part": shown}, request) for template, shown in parts]
