"""What a person has to do with: the towns they act for, and the sheets of those towns."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seguia.actions.models import Action, Status
from seguia.actions.queries import own_actions
from seguia.membership.queries import organisations_of

ORDER = [Status.DRAFT, Status.SUBMITTED, Status.PUBLISHED, Status.ARCHIVED]


@dataclass(frozen=True)
class Pile:
    """Sheets in one state."""

    status: Status
    actions: list[Action]


@login_required
def my_town(request: HttpRequest) -> HttpResponse:
    """Own organisations and their sheets by state."""
    organisations = list(organisations_of(request.user))
    sheets = list(own_actions(organisation.pk for organisation in organisations))
    piles = [Pile(status, [sheet for sheet in sheets if sheet.status == status]) for status in ORDER]
    context = {"organisations": organisations, "piles": [pile for pile in piles if pile.actions]}
    return render(request, "portal/my_town.html", context)
