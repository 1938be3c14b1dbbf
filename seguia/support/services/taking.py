"""Who answers for a case: taking it, handing it on, giving it back to the queue."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid, NotFound
from seguia.core.languages import current_language, language_codes
from seguia.core.permissions import require
from seguia.support.models import (
    WORKED_ON,
    Adviser,
    AuthorRole,
    Case,
    CaseKind,
    CaseStatus,
    Handover,
    HandoverState,
    Message,
    ThreadEvent,
)
from seguia.support.rules import active_adviser, standing_of
from seguia.support.services.changing import (
    cleaned_reason,
    language_of,
    locked_adviser,
    locked_case,
    save_change,
    write_event,
)
from seguia.support.telling import open_cases_of, tell_advisers, tell_event, tell_of_new_case

ALIVE = (CaseStatus.OPEN, *WORKED_ON)


def take_case(*, user: Any, case: Case) -> Case:
    """Become responsible for a case that waits, or that a colleague offers. Of two at once, exactly one does.

    Somebody of the secretariat who takes a case is an adviser from then on. Raises NotFound for who may not know of it,
    Refused, Conflict when somebody else was faster or one has as many cases as agreed.
    """
    with transaction.atomic():
        adviser = _adviser_who_takes(user)
        fresh = locked_case(case)
        standing = standing_of(user, fresh)
        if not standing.sees_case:
            raise _gone()
        if standing.is_adviser:
            return fresh
        require("support.take_case", user, fresh)
        offer = _offer_to(fresh, adviser)
        if fresh.status != CaseStatus.OPEN and offer is None:
            raise Conflict(
                _("This request is now in the state “%(state)s”. Nothing was changed; read it again.")
                % {"state": fresh.get_status_display()},
                code="wrong_state",
            )
        if offer is None:
            _require_room(adviser)
        _taken(fresh, adviser, user, offer)
    return fresh


def _gone() -> NotFound:
    return NotFound(
        _("There is no request for help with this address, or it is not yours to read. Perhaps a colleague took it a "
          "moment ago.")
    )  # fmt: skip


def _adviser_who_takes(user: Any) -> Adviser:
    """The person's place among the advisers, locked; made now for the secretariat. Raises Refused by `require` later."""
    adviser = active_adviser(user)
    if adviser is None and getattr(user, "is_staff", False) and user.is_active:
        facts = {"is_volunteer": False, "kinds": list(CaseKind.values), "languages": language_codes(), "until": None}
        adviser, _made = Adviser.objects.update_or_create(user=user, defaults={**facts, "named_by": user})
        record_event("support.adviser.named", adviser, actor=user, volunteer=False)
    if adviser is None:
        raise _gone()
    return locked_adviser(adviser)


def _offer_to(case: Case, adviser: Adviser) -> Handover | None:
    return Handover.objects.filter(case=case, to_adviser=adviser, state=HandoverState.WAITING).first()


def _require_room(adviser: Adviser) -> None:
    """Counted while the adviser's row is locked. An offer a colleague made is the adviser's own decision."""
    number = Case.objects.filter(open_cases_of(adviser)).count()
    if number >= adviser.most_cases:
        raise Conflict(
            _("You advise on %(number)s requests already, as many as agreed. Nothing was changed: close or hand on one of "
              "them first, or ask the secretariat to raise the number.") % {"number": number},
            code="full",
        )  # fmt: skip


def _taken(case: Case, adviser: Adviser, user: Any, offer: Handover | None) -> None:
    before, now = case.adviser, timezone.now()
    settle_offers(case, accepted=offer)
    case.adviser = adviser
    case.status = CaseStatus.TAKEN if case.status == CaseStatus.OPEN else case.status
    case.taken_at = case.taken_at or now
    event = ThreadEvent.HANDED_OVER if before is not None else ThreadEvent.TAKEN
    save_change(case, "handed_over" if before is not None else "taken", user=user, adviser=adviser.pk)
    tell_event(write_event(case, event, user=user))
    if before is not None:
        tell_advisers(case, [before.user], "handed-over")


def settle_offers(case: Case, *, accepted: Handover | None = None) -> None:
    """The offer that was taken, and those nobody needs any more."""
    now = timezone.now()
    if accepted is not None:
        accepted.state, accepted.settled_at = HandoverState.ACCEPTED, now
        accepted.save(update_fields=["state", "settled_at"])
    waiting = Handover.objects.filter(case=case, state=HandoverState.WAITING)
    waiting.update(state=HandoverState.LAPSED, settled_at=now)


def hand_over(
    *, user: Any, case: Case, to: Adviser | None, reason: str, language: str = "", version: str = ""
) -> Handover:
    """Ask another adviser to take over, or (`to` None) give the case back to the queue. Until somebody takes it, an
    adviser who asked another stays responsible. The reason is a private note.

    Raises Refused, Conflict, Invalid when the other cannot take it, ValidationError.
    """
    reason = cleaned_reason(reason)
    with transaction.atomic():
        target = locked_adviser(to) if to is not None else None
        fresh = locked_case(case, version=version)
        require("support.hand_over", user, fresh)
        if fresh.status not in ALIVE or (target is None and fresh.status == CaseStatus.OPEN):
            raise Conflict(
                _("This request is now in the state “%(state)s”. Nothing was changed; read it again.")
                % {"state": fresh.get_status_display()},
                code="wrong_state",
            )
        written_in = language_of(reason, language or current_language(), otherwise=fresh.language)
        settle_offers(fresh)
        handover = Handover(
            case=fresh, from_adviser=fresh.adviser, to_adviser=target, reason=reason, language=written_in, by=user
        )
        if target is None:
            handover.state, handover.settled_at = HandoverState.ACCEPTED, timezone.now()
        handover.full_clean(exclude=["case", "from_adviser", "to_adviser", "by"])
        handover.save()
        if target is None:
            return_to_queue(fresh, user=user, note=reason, language=written_in)
        else:
            _require_can_take(target, fresh)
            _offered(fresh, target, user, reason, written_in)
    return handover


def _require_can_take(adviser: Adviser, case: Case) -> None:
    if adviser.pk == case.adviser_id:
        raise Invalid(_("This adviser has the request already. Nothing was changed; choose somebody else."))
    if not adviser.is_active or not standing_of(adviser.user, case).may_take:
        raise Invalid(_("This adviser cannot take the request: their time has ended, or it is of their own town."))


def _offered(case: Case, target: Adviser, user: Any, reason: str, language: str) -> None:
    save_change(case, "offered", user=user, adviser=target.pk)
    write_event(case, ThreadEvent.OFFERED, user=user, text=reason, language=language, is_private=True)
    tell_advisers(case, [target.user], "offered")


def decline_handover(*, user: Any, case: Case, reason: str = "") -> Case:
    """The adviser who was asked cannot take over; who asked is told. Raises NotFound, ValidationError."""
    with transaction.atomic():
        fresh = locked_case(case)
        adviser = active_adviser(user)
        offer = _offer_to(fresh, adviser) if adviser is not None else None
        if offer is None:
            raise _gone()
        offer.state, offer.settled_at = HandoverState.DECLINED, timezone.now()
        offer.save(update_fields=["state", "settled_at"])
        save_change(fresh, "declined", user=user)
        text = reason.strip() and cleaned_reason(reason)
        language = language_of(text, current_language(), otherwise=fresh.language)
        line = write_event(fresh, ThreadEvent.DECLINED, user=user, text=text, language=language, is_private=True)
        tell_event(line)
    return fresh


def return_to_queue(case: Case, *, user: Any, note: str, language: str, **facts: Any) -> Case:
    """A locked case waits for an adviser again, with a private note for the next one; the town is told. In the caller's
    transaction, after its check of rights."""
    before = case.adviser
    case.adviser, case.status = None, CaseStatus.OPEN
    save_change(case, "returned", user=user, **facts)
    if note:
        _write_note(case, user, note, language)
    tell_event(write_event(case, ThreadEvent.RETURNED, user=user))
    tell_of_new_case(case, but=before.user if before is not None else None)
    if before is not None and before.user_id != getattr(user, "pk", None):
        tell_advisers(case, [before.user], "returned")
    return case


def _write_note(case: Case, user: Any, note: str, language: str) -> None:
    """As a private note of who gives it back: staff of the house, or the adviser until now."""
    role = AuthorRole.SECRETARIAT if getattr(user, "is_staff", False) else AuthorRole.ADVISER
    message = Message(case=case, author=user, author_role=role, text=note, language=language, is_private=True)
    message.full_clean(exclude=["case", "author"])
    message.save()
