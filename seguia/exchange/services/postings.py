"""Writing an offer or a request, changing it, pausing and ending it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid
from seguia.core.languages import language_codes
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.exchange.models import RUNNING, Match, MatchState, Posting, PostingStatus, Side
from seguia.exchange.queries import holding_count
from seguia.exchange.services.locking import locked_posting, settle
from seguia.membership.models import Organisation

LINES = ("title", "contact_function", "contact_phone")
TEXTS = ("text", "conditions")
PLAIN = (
    "kind", "language", "spoken", "date_from", "date_to", "is_flexible", "is_online", "place", "capacity", "payment",
    "contact_email", "is_public",
)  # fmt: skip
MOST_RUNNING = 40
"""Offers and requests of one town that are not over."""
Content = Mapping[str, Any]
"""The fields of `LINES`, `TEXTS` and `PLAIN`, `themes` and `goals` (lists of objects)."""


def create_posting(
    *, user: Any, organisation: Organisation, side: str, content: Content, action: Any = None, answers: Any = None
) -> Posting:
    """Offer or ask something for a town. `answers`: the offer a request is written for.

    Raises Refused, Invalid when the town has too many, ValidationError by field.
    """
    with transaction.atomic():
        require("exchange.create_posting", user, organisation)
        _require_room(organisation)
        posting = Posting(
            side=side,
            organisation=organisation,
            author=user,
            action=action,
            answers=_checked_offer(answers, side, organisation),
            is_demonstration=organisation.is_demonstration,
        )
        _write(posting, content)
        record_event(f"exchange.{side}.created", posting, actor=user, kind=posting.kind)
    return posting


def save_posting(*, user: Any, posting: Posting, content: Content, version: str) -> Posting:
    """Change it. What was proposed for the old wording is dropped: the next run compares anew.

    Raises Refused, NotFound, Conflict, ValidationError by field.
    """
    with transaction.atomic():
        fresh = locked_posting(posting, version=version)
        require("exchange.edit_posting", user, fresh)
        _require_running(fresh)
        taken = holding_count(fresh)
        if int(content.get("capacity", fresh.capacity)) < taken:
            raise ValidationError({"capacity": _taken_places(taken)})
        fresh.version += 1
        _write(fresh, content)
        _drop_proposals(fresh)
        settle(fresh)
        record_event(f"exchange.{fresh.side}.saved", fresh, actor=user)
    return fresh


def _taken_places(taken: int) -> str:
    return ngettext(
        "%(n)s place is taken by a match, so there cannot be fewer.",
        "%(n)s places are taken by matches, so there cannot be fewer.",
        taken,
    ) % {"n": taken}


def change_status(*, user: Any, posting: Posting, status: str, version: str = "") -> Posting:
    """Pause, open again, close (it is done) or withdraw (it was not). The secretariat can withdraw.

    Raises Refused, NotFound, Invalid, Conflict while towns are being brought together by it.
    """
    if status not in {PostingStatus.OPEN, PostingStatus.PAUSED, PostingStatus.CLOSED, PostingStatus.WITHDRAWN}:
        raise Invalid(_("There is no such state. Nothing was changed."))
    with transaction.atomic():
        fresh = locked_posting(posting, version=version)
        require("exchange.end_posting" if status == PostingStatus.WITHDRAWN else "exchange.edit_posting", user, fresh)
        if fresh.status == status:
            return fresh
        _require_running(fresh)
        if status == PostingStatus.OPEN:
            require("exchange.create_posting", user, fresh.organisation)
        elif status != PostingStatus.PAUSED and holding_count(fresh):
            raise Conflict(
                _("A match is under way. Cancel it first, or wait until it took place. Nothing was changed."),
                code="in_use",
            )
        fresh.status = status
        fresh.version += 1
        fresh.save(update_fields=["status", "version", "changed_at"])
        settle(fresh)
        if status != PostingStatus.OPEN:
            _drop_proposals(fresh)
        record_event(f"exchange.{fresh.side}.{status}", fresh, actor=user)
    return fresh


def _require_room(organisation: Organisation) -> None:
    """Counted with the row of the town locked. Raises Invalid."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if Posting.objects.filter(organisation=organisation, status__in=RUNNING).count() >= MOST_RUNNING:
        raise Invalid(
            _("Your town has %(most)s offers and requests, which is the limit. This one is not saved: close another "
              "one first.") % {"most": MOST_RUNNING},
            code="too_many",
        )  # fmt: skip


def _require_running(posting: Posting) -> None:
    if posting.status not in RUNNING:
        raise Conflict(
            _("This is “%(state)s” and stays as it is. Write a new one. Nothing was changed.")
            % {"state": posting.get_status_display()},
            code="wrong_state",
        )


def _checked_offer(offer: Posting | None, side: str, organisation: Organisation) -> Posting | None:
    if offer is None or side != Side.REQUEST:
        return None
    if offer.organisation_id == organisation.pk:
        raise Invalid(_("This is your own offer. Nothing was saved."))
    return offer


def _write(posting: Posting, content: Content) -> None:
    for name in LINES:
        setattr(posting, name, clean_text(content.get(name, ""), multiline=False))
    for name in TEXTS:
        setattr(posting, name, clean_text(content.get(name, "")))
    for name in PLAIN:
        if name in content:
            setattr(posting, name, content[name])
    themes = list(content.get("themes", []))
    _check(posting, themes)
    posting.save()
    posting.themes.set(themes)
    posting.goals.set(list(content.get("goals", [])))


def _check(posting: Posting, themes: list[Any]) -> None:
    faults: dict[str, Any] = {}
    try:
        posting.full_clean()
    except ValidationError as error:
        faults.update(error.error_dict)
    if not themes:
        faults["themes"] = [ValidationError(_("Choose at least one theme: others are found by it."), code="required")]
    if posting.language not in language_codes():
        faults["language"] = [ValidationError(_("Choose one of the network's languages."), code="language")]
    if faults:
        raise ValidationError(faults)


def _drop_proposals(posting: Posting) -> None:
    """Nobody but the secretariat has seen them."""
    found = Match.objects.filter(state=MatchState.PROPOSED)
    (found.filter(offer=posting) if posting.is_offer else found.filter(request=posting)).delete()
