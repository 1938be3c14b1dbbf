"""What is to be done by a day, and that it is done."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound, Refused
from seguia.core.languages import current_language
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.support.models import Case, Deadline, ForWhom, ThreadEvent
from seguia.support.rules import standing_of
from seguia.support.services.changing import language_of, locked_case, write_event
from seguia.support.services.taking import ALIVE
from seguia.support.telling import tell_event

MOST = 30
"""Deadlines of one case."""
LATEST = datetime.timedelta(days=3 * 366)


@dataclass(frozen=True)
class NewDeadline:
    """What, by when, and who."""

    text: str
    due: datetime.date
    for_whom: str = ForWhom.ADVISER


def set_deadline(*, user: Any, case: Case, new: NewDeadline) -> Deadline:
    """Agree on a day. The town reads those for it and is told of them. Raises Refused, Conflict, ValidationError."""
    text = clean_text(new.text, multiline=False)
    today = timezone.localdate()
    if not today <= new.due <= today + LATEST:
        raise ValidationError({"due": ValidationError(_("Choose a day from today on."), code="day")})
    with transaction.atomic():
        fresh = locked_case(case, ALIVE)
        require("support.set_deadline", user, fresh)
        if Deadline.objects.filter(case=fresh).count() >= MOST:
            raise Conflict(_("This request has %(most)s deadlines. Nothing was saved.") % {"most": MOST})
        language = language_of(text, current_language(), otherwise=fresh.language)
        deadline = Deadline(
            case=fresh, text=text, language=language, due=new.due, for_whom=new.for_whom, created_by=user
        )
        deadline.full_clean(exclude=["case", "created_by"])
        deadline.save()
        record_event("support.deadline.set", deadline, actor=user, case=fresh.public_id, whom=deadline.for_whom)
        is_private = deadline.for_whom == ForWhom.ADVISER
        line = write_event(fresh, ThreadEvent.DEADLINE, user=user, text=text, language=language, is_private=is_private)
        if not is_private:
            tell_event(line)
    return deadline


def deadline_of(user: Any, case: Case, public_id: str) -> Deadline:
    """One deadline of a case, for those it concerns. Raises NotFound."""
    found = Deadline.objects.filter(case=case, public_id=public_id).first()
    standing = standing_of(user, case)
    if found is None or not (standing.reads_notes or (standing.is_town and found.for_whom == ForWhom.TOWN)):
        raise NotFound(_("There is no such deadline."))
    return found


def finish_deadline(*, user: Any, deadline: Deadline) -> Deadline:
    """It is done; saying so again changes nothing. Raises Refused."""
    with transaction.atomic():
        case = locked_case(deadline.case)
        fresh = Deadline.objects.select_for_update().get(pk=deadline.pk)
        standing = standing_of(user, case)
        if not (standing.reads_notes or (standing.is_town and fresh.for_whom == ForWhom.TOWN)):
            raise Refused(_("Only the people of this request may do this. Nothing was changed."))
        if fresh.done_at is None:
            fresh.done_at = timezone.now()
            fresh.save(update_fields=["done_at"])
            record_event("support.deadline.done", fresh, actor=user, case=case.public_id)
            is_private = fresh.for_whom == ForWhom.ADVISER
            write_event(
                case,
                ThreadEvent.DEADLINE_DONE,
                user=user,
                text=fresh.text,
                language=fresh.language,
                is_private=is_private,
            )
    return fresh
