"""What a reminder says: on the page of notices, and by mail when it is sent, if it still holds then."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.addresses import absolute
from seguia.core.translated import Localised
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import Notice, OutboxMessage
from seguia.notifications.notice_kinds import Told, register_notice_kind
from seguia.support.models import Case, Deadline
from seguia.support.notices import GROUP, load_cases
from seguia.support.recommendations.telling import conversation
from seguia.support.rules import standing_of

REMINDER, DESK_REMINDER, MAIL = "support.reminder", "support.desk_reminder", "support.reminder"


def sentence_of(what: str) -> str:
    """What somebody is reminded of; empty for a code of another version."""
    return {
        "deadline-near": _("Something is due soon in a request for help."),
        "deadline-past": _("A day agreed in a request for help has passed."),
        "unanswered": _("A request for help has no answer yet."),
        "silent": _("Is help still needed? Your adviser has not heard from you for a while."),
        "closing": _("The town has not answered for long. If nothing is left to do, you can close the request."),
    }.get(what, "")


def _advice_of(what: str) -> str:
    """What can be done now."""
    return {
        "deadline-near": _("If it is done, mark it as done on the page of the request; if not, agree on another day."),
        "deadline-past": _("If it is done, mark it as done on the page of the request; if not, agree on another day."),
        "unanswered": _("A first word is enough: the town then knows that somebody reads it."),
        "silent": _(
            "Answer this mail or write on the page of the request. If all is settled, close it there and say what came "
            "of it. Nothing is closed without you being told."
        ),
        "closing": _("The town is told when you close it, and can take it up again within 30 days."),
    }.get(what, "")


def tell(notice: Notice) -> Told | None:
    """The sentence, and the request below it."""
    sentence = sentence_of(notice.facts.get("what", ""))
    case = notice.found
    return Told(sentence, case.get_absolute_url(), case.label) if sentence and isinstance(case, Case) else None


def read_reminder(message: OutboxMessage) -> Mapping[str, Any] | None:
    """None when it is settled meanwhile, or no longer this person's to read."""
    found = Case.objects.select_related("organisation__territory").filter(public_id=message.facts.get("case", ""))
    case, what = found.first(), message.facts.get("what", "")
    if case is None or case.is_ended or not sentence_of(what) or not standing_of(message.user, case).reads_thread:
        return None
    if what == "unanswered" and case.first_answered_at is not None:
        return None
    deadline = Deadline.objects.filter(public_id=message.facts.get("deadline") or "-").first()
    if what.startswith("deadline") and (deadline is None or deadline.done_at is not None):
        return None
    return {
        "sentence": sentence_of(what),
        "advice": _advice_of(what),
        "title": case.label,
        "town": case.organisation.label(),
        "due": deadline.due if deadline else None,
        "due_text": Localised(deadline.text, deadline.language) if deadline else None,
        "link": absolute(case.get_absolute_url()),
    }


def register() -> None:
    """The notices and the mail."""
    label = gettext_lazy("Reminders about requests for help")
    register_notice_kind(REMINDER, label=label, group=GROUP, tell=tell, load=load_cases)
    register_notice_kind(DESK_REMINDER, label=label, group="desk", tell=tell, load=load_cases)
    register_kind(
        MAIL,
        label=label,
        subject="support/mail/reminder_subject.txt",
        text="support/mail/reminder.txt",
        html="support/mail/reminder.html",
        read=read_reminder,
        replies=conversation,
    )
