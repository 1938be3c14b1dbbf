"""What people read on their page of notices: that somebody wrote, that a case waits for them. Only while they may."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.accounts.models import User
from seguia.notifications.models import Notice
from seguia.notifications.notice_kinds import NoticeGroup, Told, register_notice_group, register_notice_kind
from seguia.support.models import Case, ThreadEvent
from seguia.support.queries import visible_cases
from seguia.support.telling import ADVISING_NOTICE, CASE_NOTICE, DESK_NOTICE

GROUP = "support"
LEFT = ("handed-over", "returned")
"""What is told to an adviser who no longer has the case, and so without its title."""


def load_cases(notices: Sequence[Notice]) -> Mapping[int, Any]:
    """The case of each that its reader may know of today; for an adviser who gave one up, only that it is so."""
    found: dict[int, Any] = {}
    for user in User.objects.filter(pk__in={notice.user_id for notice in notices}):
        own = [notice for notice in notices if notice.user_id == user.pk]
        ids = [notice.about_id for notice in own if notice.about_id.isdecimal()]
        cases = {str(case.pk): case for case in visible_cases(user).filter(pk__in=ids)}
        for notice in own:
            left = "left" if notice.kind == ADVISING_NOTICE and notice.facts.get("what") in LEFT else None
            found[notice.pk] = cases.get(notice.about_id) or left
    return {pk: case for pk, case in found.items() if case is not None}


def tell(notice: Notice) -> Told | None:
    """The sentence; the title of the case below it."""
    say = _sentence if notice.kind == CASE_NOTICE else advising_sentence
    sentence = say(notice.facts.get("what", ""))
    if not sentence:
        return None
    case = notice.found
    return Told(sentence, case.get_absolute_url(), case.label) if isinstance(case, Case) else Told(sentence)


def advising_sentence(what: str) -> str:
    """What an adviser is told; empty for a code of an older version."""
    return {
        "new": _("A town asks for help: a request waits for an adviser."),
        "offered": _("You are asked to take over a request for help. Say whether you can."),
        "declined": _("The adviser you asked cannot take over: the request stays with you."),
        "handed-over": _("Another adviser took over a request for help from you. Thank you for your work on it."),
        "returned": _("A request for help you advised on waits for another adviser."),
        "note": _("There is a new private note in a request for help."),
    }.get(what, "")


def _sentence(what: str) -> str:
    if what == "message":
        return _("There is a new message in a request for help.")
    return str(ThreadEvent(what).label) if what in ThreadEvent.values else ""


def register() -> None:
    """Called when the app starts."""
    register_notice_group(
        NoticeGroup(
            GROUP,
            gettext_lazy("Requests for help"),
            gettext_lazy("What happens in the requests you take part in or advise on. The messages also come by mail."),
            24,
        )
    )
    label = gettext_lazy("Something new in a request for help")
    register_notice_kind(CASE_NOTICE, label=label, group=GROUP, tell=tell, load=load_cases)
    waiting = gettext_lazy("A request for help waits for an adviser")
    register_notice_kind(ADVISING_NOTICE, label=waiting, group=GROUP, tell=tell, load=load_cases)
    register_notice_kind(DESK_NOTICE, label=waiting, group="desk", tell=tell, load=load_cases)
