"""Sheets that wait when the elected people of a town change; the hand-over page of mandates shows them."""

from django.urls import reverse
from django.utils.translation import ngettext

from seguia.actions.models import Status
from seguia.actions.queries import count_by_status
from seguia.mandates.open_work import OpenWork, register_open_work
from seguia.membership.models import Organisation


def open_sheets(organisation: Organisation) -> list[OpenWork]:
    """Drafts, and what the secretariat has still to decide. One query."""
    counts = count_by_status(organisation)
    drafts, submitted = counts.get(Status.DRAFT, 0), counts.get(Status.SUBMITTED, 0)
    url = reverse("portal:my-town")
    return [
        OpenWork(ngettext("%(n)s draft of a sheet", "%(n)s drafts of sheets", drafts) % {"n": drafts}, drafts, url),
        OpenWork(
            ngettext(
                "%(n)s sheet that waits for the secretariat", "%(n)s sheets that wait for the secretariat", submitted
            )
            % {"n": submitted},
            submitted,
            url,
        ),
    ]


def register() -> None:
    """Tell the floor below."""
    register_open_work("actions", open_sheets)
