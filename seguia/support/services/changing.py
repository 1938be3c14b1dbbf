"""How a case changes: the row locked and read anew, the state checked, the event written into the thread."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound
from seguia.core.languages import language_codes
from seguia.core.text import clean_text
from seguia.search.analysis import is_arabic
from seguia.support.models import Adviser, AuthorRole, Case, Message, ThreadEvent

REASON_LIMIT = 2000


def locked_case(case: Case, states: Collection[str] | None = None, *, version: str = "") -> Case:
    """The case as it is now, locked until the end of the transaction. Raises NotFound; Conflict when it is no longer in
    one of these states, or was changed since the page with this version was made."""
    found = Case.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organisation__territory", "adviser__user"
    )
    fresh = found.filter(pk=case.pk).first()
    if fresh is None:
        raise NotFound(_("There is no request for help with this address, or it is not yours to read."))
    if states is not None and fresh.status not in states:
        raise Conflict(
            _("This request is now in the state “%(state)s”. Nothing was changed; read it again.")
            % {"state": fresh.get_status_display()},
            code="wrong_state",
        )
    if version and version != str(fresh.version):
        raise Conflict(
            _(
                "Somebody changed this request while you had it open. Nothing was changed; read it again and decide anew."
            ),
            code="changed_meanwhile",
        )
    return fresh


def locked_adviser(adviser: Adviser) -> Adviser:
    """The adviser's row, locked without its key (rows that only name the adviser need not wait); always before the row of
    a case, so that no two wait for each other. Raises NotFound."""
    fresh = (
        Adviser.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user")
        .filter(pk=adviser.pk)
        .first()
    )
    if fresh is None:
        raise NotFound(_("There is no such adviser."))
    return fresh


def save_change(case: Case, code: str, *, user: Any, **facts: Any) -> Case:
    """Save a locked case in its new state and record the deed."""
    case.version += 1
    case.full_clean(exclude=["organisation", "asked_by", "adviser", "action"])
    case.save()
    record_event(f"support.case.{code}", case, actor=user, **facts)
    return case


def write_event(
    case: Case, event: ThreadEvent, *, user: Any = None, text: str = "", language: str = "", is_private: bool = False
) -> Message:
    """A line of the help desk itself; `text` is the reason somebody gave, in `language`."""
    message = Message(
        case=case,
        author=user if getattr(user, "pk", None) else None,
        author_role=AuthorRole.SYSTEM,
        event=event,
        text=text,
        language=language if text else "",
        is_private=is_private,
    )
    message.full_clean(exclude=["case", "author"])
    message.save()
    return message


def cleaned_words(text: str, limit: int, field: str) -> str:
    """A text as it may be kept. Raises ValidationError at `field` when it is too long."""
    cleaned = clean_text(text)
    if len(cleaned) > limit:
        facts = {"length": len(cleaned), "limit": limit}
        fault = ValidationError(
            _("This text has %(length)s characters; at most %(limit)s are possible.") % facts, code="max_length"
        )
        raise ValidationError({field: fault})
    return cleaned


def cleaned_reason(reason: str) -> str:
    """A reason a colleague will read. Raises ValidationError when it is empty or too long."""
    cleaned = cleaned_words(reason, REASON_LIMIT, "reason")
    if not cleaned:
        raise ValidationError(
            {"reason": ValidationError(_("Write a few words: the next person needs them."), code="required")}
        )
    return cleaned


def language_of(text: str, assumed: str, *, otherwise: str = "") -> str:
    """In which language a person wrote, told by the letters: Arabic letters are Arabic, and Latin ones under an Arabic
    page are the language of the case or the network's first in Latin letters."""
    letters = [letter for letter in text if letter.isalpha()]
    arabic = sum(is_arabic(letter) for letter in letters)
    if letters and arabic * 2 > len(letters):
        return "ar"
    if assumed != "ar" or not letters:
        return assumed
    return next(code for code in (otherwise, *language_codes(), "fr") if code and code != "ar")
