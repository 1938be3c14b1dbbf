"""The mails of the help desk: a line of a thread, the receipt of who asked, files that were not taken. Each is written
when it is sent, from what its reader may read then."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.addresses import absolute
from seguia.core.languages import direction
from seguia.core.translated import Localised
from seguia.notifications.inbound import ReplyTarget
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import OutboxMessage
from seguia.support.models import AuthorRole, Case, Message
from seguia.support.notices import LEFT, advising_sentence
from seguia.support.queries import visible_cases
from seguia.support.recommendations.telling import sent_with
from seguia.support.rules import standing_of
from seguia.support.telling import ADVISING, ASKED, MAIL, REFUSED_FILES

Told = Mapping[str, Any]


def _case_of(message: OutboxMessage) -> Case | None:
    """The case, when the recipient may read its thread at this moment."""
    found = Case.objects.select_related("organisation__territory", "adviser__user")
    case = found.filter(public_id=message.facts.get("case", "")).first()
    return case if case is not None and standing_of(message.user, case).reads_thread else None


def _around(case: Case) -> dict[str, Any]:
    return {
        "title": case.label,
        "case_id": case.public_id,
        "town": case.organisation.label(),
        "link": absolute(case.get_absolute_url()),
    }


def _quoted(words: Localised) -> dict[str, Any]:
    """A text of somebody with its own direction. No sign in it can pass for an attribute of a link."""
    html = escape(words.text).replace("=", "&#61;").replace("\n", "<br>")
    return {
        "text": words.text,
        "text_html": mark_safe(html),  # noqa: S308 -- escaped one line above
        "text_language": words.language,
        "text_direction": direction(words.language),
    }


def read_entry(message: OutboxMessage) -> Told | None:
    """None when the recipient no longer belongs to the case, or the line is a private note."""
    case = _case_of(message)
    line = Message.objects.select_related("author").filter(public_id=message.facts.get("message", "")).first()
    if case is None or line is None or line.case_id != case.pk or line.is_private:
        return None
    number = line.attachments.count()
    told = {**_around(case), **_quoted(line.words), "sentence": _sentence(line), "files": number}
    return told | {"recommended": sent_with(case, line.at)}


def _sentence(line: Message) -> str:
    if line.event:
        return str(line.get_event_display())
    person = {"person": str(line.author) if line.author else _("Former member")}
    return {
        AuthorRole.TOWN: _("%(person)s, for the town, wrote:") % person,
        AuthorRole.ADVISER: _("%(person)s, adviser of the network, wrote:") % person,
        AuthorRole.SECRETARIAT: _("%(person)s, of the network's secretariat, wrote:") % person,
    }.get(AuthorRole(line.author_role), "")


def read_receipt(message: OutboxMessage) -> Told | None:
    """What was asked, and what happens now."""
    case = _case_of(message)
    return {**_around(case), **_quoted(Localised(case.need, case.language)), "kind": case.kind} if case else None


def read_advising(message: OutboxMessage) -> Told | None:
    """None when somebody else was faster: a mail about a case that no longer waits only disturbs."""
    what = message.facts.get("what", "")
    case = visible_cases(message.user).filter(public_id=message.facts.get("case", "")).first()
    sentence = advising_sentence(what)
    if what in LEFT and sentence:
        return {"subject": sentence, "sentence": sentence, "link": absolute(reverse("support:home"))}
    if case is None or not sentence or (what == "new" and case.adviser_id is not None):
        return None
    return {**_around(case), "subject": sentence, "sentence": sentence}


def read_refused_files(message: OutboxMessage) -> Told | None:
    """Which files of a mail were not taken, and why."""
    case = _case_of(message)
    return {**_around(case), "refused": message.facts.get("files", [])} if case else None


def target(message: OutboxMessage) -> ReplyTarget:
    """All mails of a case are one conversation, and answers to them go into its thread."""
    return ReplyTarget("support.case", message.facts["case"])


def register() -> None:
    """Tell the outbox how these mails are written."""
    register_kind(
        MAIL,
        label=gettext_lazy("Messages of a request for help"),
        subject="support/mail/subject.txt",
        text="support/mail/entry.txt",
        html="support/mail/entry.html",
        read=read_entry,
        replies=target,
    )
    register_kind(
        ADVISING,
        label=gettext_lazy("Requests for help that wait for an adviser"),
        subject="support/mail/advising_subject.txt",
        text="support/mail/advising.txt",
        html="support/mail/advising.html",
        read=read_advising,
    )
    register_kind(
        ASKED,
        label=gettext_lazy("Receipt of a request for help"),
        subject="support/mail/subject.txt",
        text="support/mail/asked.txt",
        html="support/mail/asked.html",
        read=read_receipt,
        replies=target,
        is_optional=False,
    )
    register_kind(
        REFUSED_FILES,
        label=gettext_lazy("Files of your mail that were not taken"),
        subject="support/mail/subject.txt",
        text="support/mail/refused_files.txt",
        html="support/mail/refused_files.html",
        read=read_refused_files,
        replies=target,
        is_optional=False,
    )
