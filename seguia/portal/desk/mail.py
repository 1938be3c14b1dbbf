"""Mails that could not be sent: a pile of the desk, with the fault in words and the address half hidden."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.errors import Conflict, Message, NotFound
from seguia.core.languages import current_language
from seguia.core.permissions import require
from seguia.core.translated import Localised
from seguia.core.waiting import Decision, WaitingItem, WaitingKind, register_waiting
from seguia.notifications.kinds import kind_of, secrets_of
from seguia.notifications.models import OutboxMessage, State
from seguia.notifications.queries import is_blocked
from seguia.notifications.services import Bounce, clear_bounce, record_bounce

SEE = "notifications.see_failures"
WRONG, LEFT = "address_wrong", "set_aside"
"""Written into `last_error` by the secretariat."""
_FAULTS: dict[str, Message] = {
    "unreachable": gettext_lazy("The mail server could not be reached for five days."),
    "bad_header": gettext_lazy("The subject of this mail could not be written safely, so it was not sent."),
    "foreign_link": gettext_lazy("This mail would have led to another site, so it was not sent."),
    "not_supported": gettext_lazy("The mail server cannot write to an address with these letters."),
    "not_taken": gettext_lazy("The mail server did not take the mail and did not say why."),
    "fault": gettext_lazy("A fault of this software. Tell whoever runs it; the log says more."),
}
_REFUSED: dict[str, Message] = {
    "550": gettext_lazy("The mail server says that this address does not exist or wants no mail."),
    "551": gettext_lazy("The mail server says that this address has moved."),
    "552": gettext_lazy("The mailbox is full."),
    "553": gettext_lazy("The mail server does not understand this address."),
    "554": gettext_lazy("The mail server refuses our mails, perhaps as unwanted advertising."),
}


def fault_in_words(code: str) -> str:
    """What a short code of the outbox means for who has to act."""
    if code.startswith("smtp_"):
        number = code.removeprefix("smtp_")
        known = _REFUSED.get(number)
        return str(known) if known else _("The mail server answered with the code %(code)s.") % {"code": number}
    return str(_FAULTS.get(code, _("The mail could not be sent.")))


def half_hidden(message: OutboxMessage) -> str:
    """`am…@example.org`: enough to recognise, too little to copy."""
    address = message.user.email if message.user else message.address
    name, _at, host = address.rpartition("@")
    return f"{name[:2]}…@{host}"


def label_of_kind(message: OutboxMessage) -> str:
    """What the mail was about; its code when the kind is gone."""
    try:
        return str(kind_of(message.kind).label)
    except LookupError:
        return message.kind


def given_up() -> "QuerySet[OutboxMessage]":
    """What waits for a decision, the oldest first."""
    return OutboxMessage.objects.filter(state=State.FAILED).select_related("user").order_by("created_at", "pk")


def _item(message: OutboxMessage) -> WaitingItem:
    return WaitingItem(
        key=str(message.pk),
        title=Localised(label_of_kind(message), current_language()),
        detail=f"{half_hidden(message)} · {fault_in_words(message.last_error)}",
        since=message.created_at,
        url=f"{reverse('portal:desk-mail')}#mail-{message.pk}",
    )


def items(offset: int, limit: int) -> Sequence[WaitingItem]:
    """The oldest first, in one query."""
    return [_item(message) for message in given_up()[offset : offset + limit]]


def item(key: str) -> WaitingItem | None:
    """One message while it waits."""
    found = given_up().filter(pk=_number(key)).first()
    return _item(found) if found else None


def _number(key: str) -> int:
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 16 else 0


def decide(*, user: Any, key: str, decision: str, reason: str = "", version: str = "") -> Message:
    """Try again, mark the address as wrong, or leave it. Raises Refused, NotFound, Conflict."""
    with transaction.atomic():
        require(SEE, user)
        message = _locked(key)
        if message.state != State.FAILED:
            raise Conflict(_("This mail does not wait any more. Nothing was changed."), code="wrong_state")
        if decision == "again":
            return _try_again(message)
        if decision == "wrong":
            record_bounce(message, Bounce(is_hard=True, diagnostic="secretariat"))
            _set(message, State.WITHHELD, WRONG)
            return _("The address is marked as wrong: nothing is sent there until somebody says that it works.")
        _set(message, State.WITHHELD, LEFT)
        return _("Set aside. The mail is not sent.")


def _locked(key: str) -> OutboxMessage:
    message = OutboxMessage.objects.select_for_update(of=("self",)).filter(pk=_number(key)).first()
    if message is None:
        raise NotFound(_("There is no such mail; what is half a year old is forgotten."))
    return message


def _set(message: OutboxMessage, state: State, code: str) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(state=state, last_error=code)


def _try_again(message: OutboxMessage) -> Message:
    if secrets_of(message.kind):
        raise Conflict(
            _("This mail held a link that opens a door, which was erased with it. Send a new invitation instead."),
            code="secret",
        )
    if is_blocked(message.user.email if message.user else message.address):
        raise Conflict(
            _("Nothing is sent to this address now, because mails came back from it. Say first that it works."),
            code="blocked",
        )
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=State.QUEUED, attempts=0, first_tried_at=None, next_try_at=timezone.now(), last_error=""
    )
    return _("The mail is sent again within a minute.")


def undo(*, user: Any, key: str, decision: str) -> Message:
    """The mail waits on the desk again. Raises Conflict when it was sent meanwhile."""
    with transaction.atomic():
        require(SEE, user)
        message = _locked(key)
        expected = {"again": (State.QUEUED, ""), "wrong": (State.WITHHELD, WRONG), "leave": (State.WITHHELD, LEFT)}
        if (message.state, message.last_error) != expected.get(decision) or (decision == "again" and message.attempts):
            raise Conflict(_("The mail was tried meanwhile. Nothing was changed."), code="wrong_state")
        if decision == "wrong":
            _let_through(message, user)
        _set(message, State.FAILED, "not_taken")
    return _("The mail waits for a decision again.")


def _let_through(message: OutboxMessage, user: Any) -> None:
    address = message.user.email if message.user else message.address
    if is_blocked(address):
        clear_bounce(user=user, address=address)
    OutboxMessage.objects.filter(pk=message.pk).update(bounced_at=None)


def try_all_again(*, user: Any) -> tuple[int, int]:
    """Everything given up that can be sent again: (how many are, how many are not)."""
    require(SEE, user)
    done, left = 0, 0
    for pk in list(given_up().values_list("pk", flat=True)):
        try:
            decide(user=user, key=str(pk), decision="again")
            done += 1
        except (Conflict, NotFound):
            left += 1
    return done, left


def register() -> None:
    """Called when the app starts."""
    register_waiting(
        WaitingKind(
            code="mail",
            label=gettext_lazy("Mails that failed"),
            permission=SEE,
            count=lambda: OutboxMessage.objects.filter(state=State.FAILED).count(),
            items=items,
            decisions=(
                Decision("again", gettext_lazy("Try again")),
                Decision("wrong", gettext_lazy("The address is wrong"), is_positive=False),
                Decision("leave", gettext_lazy("Set aside"), is_positive=False),
            ),
            decide=decide,
            undo=undo,
            item=item,
        )
    )
