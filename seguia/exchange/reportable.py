"""Readers may report an offer or a request; the secretariat can withdraw it."""

from typing import Any

from django.utils.translation import gettext_lazy

from seguia.core.errors import NotFound
from seguia.exchange.models import Posting, PostingStatus
from seguia.exchange.services.postings import change_status
from seguia.reports.registry import ReportableKind, Reported, register_reportable


def find(key: str) -> Reported | None:
    """One that visitors see."""
    posting = Posting.objects.public().select_related("organisation").filter(public_id=key).first()
    if posting is None:
        return None
    return Reported(posting.label(), posting.get_absolute_url(), posting.organisation.label().text)


def take_offline(*, user: Any, key: str, reason: str) -> None:
    """Withdraw it. Raises NotFound, Conflict while a match is under way."""
    posting = Posting.objects.filter(public_id=key).first()
    if posting is None:
        raise NotFound(str(gettext_lazy("There is no offer or request with this address, or it is not open.")))
    change_status(user=user, posting=posting, status=PostingStatus.WITHDRAWN)


def register() -> None:
    """Called when the app starts."""
    register_reportable(ReportableKind("exchange", gettext_lazy("offer or request"), find, take_offline=take_offline))
