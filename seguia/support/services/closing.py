"""How a case ends, and how a town takes it up again."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import Conflict
from seguia.core.languages import current_language
from seguia.core.permissions import require
from seguia.support.models import ENDED, Case, CaseStatus, Outcome, ThreadEvent
from seguia.support.services.changing import (
    REASON_LIMIT,
    cleaned_words,
    language_of,
    locked_case,
    save_change,
    write_event,
)
from seguia.support.services.messages import NewMessage, require_seen
from seguia.support.services.taking import ALIVE, settle_offers
from seguia.support.telling import tell_event, tell_of_new_case

CLOSING = (Outcome.HELPED, Outcome.PARTLY, Outcome.NOT)
"""What somebody may say who closes a case that was worked on."""


@dataclass(frozen=True)
class Ending:
    """How it went, in the words of who closes it."""

    outcome: str
    result: str = ""
    language: str = ""
    seen: str = ""
    """Public id of the last line of the thread they had before them."""
    version: str = ""


def close_case(*, user: Any, case: Case, ending: Ending) -> Case:
    """Close a case with its outcome; the other side is told. Raises Refused, Conflict when it changed meanwhile or
    somebody wrote, ValidationError."""
    result = cleaned_words(ending.result, 4000, "result")
    if ending.outcome not in CLOSING:
        raise ValidationError({"outcome": ValidationError(_("Choose how it went."), code="required")})
    with transaction.atomic():
        fresh = locked_case(case, ALIVE, version=ending.version)
        require("support.close_case", user, fresh)
        require_seen(fresh, user, NewMessage(text="", seen=ending.seen))
        fresh.status, fresh.closed_at = CaseStatus.CLOSED, timezone.now()
        fresh.outcome, fresh.result = ending.outcome, result
        fresh.result_language = (
            language_of(result, ending.language or current_language(), otherwise=fresh.language) if result else ""
        )
        settle_offers(fresh)
        save_change(fresh, "closed", user=user, outcome=ending.outcome)
        tell_event(write_event(fresh, ThreadEvent.CLOSED, user=user, text=result, language=fresh.result_language))
    return fresh


def withdraw_case(*, user: Any, case: Case, reason: str = "", version: str = "") -> Case:
    """The town no longer needs it. Raises Refused, Conflict, ValidationError."""
    reason = cleaned_words(reason, REASON_LIMIT, "reason")
    with transaction.atomic():
        fresh = locked_case(case, ALIVE, version=version)
        require("support.withdraw_case", user, fresh)
        fresh.status, fresh.closed_at = CaseStatus.WITHDRAWN, timezone.now()
        settle_offers(fresh)
        save_change(fresh, "withdrawn", user=user)
        language = language_of(reason, current_language(), otherwise=fresh.language)
        tell_event(write_event(fresh, ThreadEvent.WITHDRAWN, user=user, text=reason, language=language))
    return fresh


def reopen_case(*, user: Any, case: Case, reason: str, version: str = "") -> Case:
    """The town takes it up again within 30 days: its adviser has it back, or it waits for one. Raises Refused, Conflict,
    ValidationError without a reason."""
    reason = cleaned_words(reason, REASON_LIMIT, "reason")
    if not reason:
        raise ValidationError({"reason": ValidationError(_("Say what is still missing."), code="required")})
    with transaction.atomic():
        fresh = locked_case(case, ENDED, version=version)
        require("support.reopen_case", user, fresh)
        if not fresh.may_be_reopened:
            raise Conflict(
                _("This request ended more than 30 days ago. Nothing was changed: open a new one, and name the old one in "
                  "it.")
            )  # fmt: skip
        if fresh.adviser is not None and not fresh.adviser.is_active:
            fresh.adviser = None
        fresh.status = CaseStatus.TAKEN if fresh.adviser is not None else CaseStatus.OPEN
        fresh.closed_at, fresh.outcome, fresh.result, fresh.result_language = None, "", "", ""
        fresh.town_wrote_at = timezone.now()
        save_change(fresh, "reopened", user=user)
        language = language_of(reason, current_language(), otherwise=fresh.language)
        tell_event(write_event(fresh, ThreadEvent.REOPENED, user=user, text=reason, language=language))
        if fresh.adviser is None:
            tell_of_new_case(fresh)
    return fresh
