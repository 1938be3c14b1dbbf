"""A town asks: the request waits for an adviser, or was answered by what was found at once."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict
from seguia.core.permissions import require
from seguia.core.text import clean_text, shortened
from seguia.files.services import KeptUpload
from seguia.membership.models import Organisation
from seguia.support.attachments import attach_files
from seguia.support.models import (
    ENDED,
    AuthorRole,
    Case,
    CaseKind,
    CaseStatus,
    Message,
    Outcome,
)
from seguia.support.services.changing import cleaned_words, language_of
from seguia.support.telling import tell_asked, tell_of_new_case
from seguia.vocabulary.models import Concept

MOST_OPEN = 20
"""Requests one organisation may have waiting or in work."""
TITLE_LENGTH = 90
NEED_LIMIT = 8000


@dataclass(frozen=True)
class Need:
    """What a town says it needs; only `need` has to be written."""

    need: str
    title: str = ""
    kind: str = CaseKind.METHOD
    matter: str = ""
    themes: Sequence[Concept] = ()
    wished_by: datetime.date | None = None
    language: str = ""
    """Assumed language of the text; corrected by its letters."""


def title_from(need: str) -> str:
    """The first sentence or line of a need, short enough for a title."""
    first = clean_text(need).split("\n", 1)[0]
    for stop in (". ", "؟", "? ", "! ", "؛"):
        head, found, _rest = first.partition(stop)
        if found and len(head) > 15:
            first = head + (stop.strip() if stop.strip() in {"؟", "?"} else "")
            break
    return shortened(first.rstrip("."), TITLE_LENGTH)


def open_case(*, user: Any, organisation: Organisation, need: Need, kept: Sequence[KeptUpload] = ()) -> Case:
    """Send a need to the advisers; an institutional one is for the secretariat.

    Raises Refused for people who do not act for the organisation, Conflict when too many wait already, ValidationError.
    """
    with transaction.atomic():
        require("support.ask_help", user, organisation)
        _require_room(organisation)
        case = _saved(user, organisation, need, CaseStatus.OPEN)
        if kept:
            _attach(case, user, kept)
        record_event("support.case.opened", case, actor=user, kind=case.kind)
        tell_asked(case, user)
        tell_of_new_case(case)
    return case


def note_found(*, user: Any, organisation: Organisation, need: Need) -> Case:
    """The town found what it needed among the suggestions: the request is kept, closed, for figures and for its own
    memory; nobody is asked. Raises Refused, ValidationError."""
    with transaction.atomic():
        require("support.ask_help", user, organisation)
        case = _saved(user, organisation, need, CaseStatus.CLOSED)
        record_event("support.case.found", case, actor=user, kind=case.kind)
    return case


def _saved(user: Any, organisation: Organisation, need: Need, status: CaseStatus) -> Case:
    text, now = cleaned_words(need.need, NEED_LIMIT, "need"), timezone.now()
    if not text:
        raise ValidationError({"need": ValidationError(_("Say in a few words what you need."), code="required")})
    is_found = status == CaseStatus.CLOSED
    case = Case(
        organisation=organisation,
        asked_by=user,
        kind=need.kind,
        matter=need.matter if need.kind == CaseKind.INSTITUTIONAL else "",
        language=language_of(text, need.language or organisation_language(user)),
        title=clean_text(need.title, multiline=False) or title_from(text),
        need=text,
        wished_by=need.wished_by,
        status=status,
        asked_at=now,
        town_wrote_at=now,
        closed_at=now if is_found else None,
        outcome=Outcome.FOUND if is_found else "",
    )
    if need.wished_by is not None and not is_found and need.wished_by < timezone.localdate():
        raise ValidationError({"wished_by": ValidationError(_("This day has passed."), code="past")})
    case.full_clean(exclude=["organisation", "asked_by"])
    case.save()
    case.themes.set(need.themes)
    return case


def organisation_language(user: Any) -> str:
    """The language in which a person is written to."""
    return getattr(user, "language", "") or "fr"


def _require_room(organisation: Organisation) -> None:
    waiting = Case.objects.filter(organisation=organisation).exclude(status__in=ENDED)
    if waiting.count() >= MOST_OPEN:
        raise Conflict(
            _("Your organisation has %(most)s open requests already. Nothing was sent: close one of them first.")
            % {"most": MOST_OPEN}
        )


def _attach(case: Case, user: Any, kept: Sequence[KeptUpload]) -> None:
    """Files that came with the need hang on a first message without words."""
    message = Message(case=case, author=user, author_role=AuthorRole.TOWN, language=case.language)
    message.full_clean(exclude=["case", "author"])
    message.save()
    attach_files(message, user, kept)
