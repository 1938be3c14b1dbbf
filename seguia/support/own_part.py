"""The requests for help of a town, as its people meet them: under "My town" and when the elected people change."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from seguia.core.permissions import allowed
from seguia.mandates.open_work import OpenWork, register_open_work
from seguia.membership.dashboard import register_part
from seguia.membership.models import Organisation
from seguia.membership.queries import organisation_ids_of
from seguia.support.models import ENDED, Case
from seguia.support.queries import cases_of

SHOWN = 3


def own_cases(user: Any, organisation: Organisation) -> tuple[str, dict[str, Any]] | None:
    """The requests last changed, and the way to a new one; nothing for who only sees the bills."""
    if organisation.pk not in organisation_ids_of(user):
        return None
    found = cases_of({organisation.pk})
    cases = list(found.exclude(status__in=ENDED)[: SHOWN + 1])
    return "support/parts/own_part.html", {
        "cases": cases[:SHOWN],
        "has_more": len(cases) > SHOWN or found.filter(status__in=ENDED).exists(),
        "may_ask": allowed("support.ask_help", user, organisation),
    }


def open_cases(organisation: Organisation) -> list[OpenWork]:
    """Requests that are not closed yet. One query."""
    number = Case.objects.filter(organisation=organisation).exclude(status__in=ENDED).aggregate(n=Count("pk"))["n"]
    label = ngettext("%(n)s open request for help", "%(n)s open requests for help", number) % {"n": number}
    return [OpenWork(label, number, reverse("support:home"))]


def register() -> None:
    """Stand among what waits for the town."""
    register_part("support.own", order=22, part=own_cases)
    register_open_work("support", open_cases)
