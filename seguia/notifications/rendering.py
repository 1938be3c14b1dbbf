"""Writing a mail at the moment it is sent, in the language of its recipient."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import override

from seguia.core.addresses import absolute
from seguia.core.languages import direction
from seguia.core.text import clean_text
from seguia.notifications.bounces.envelope import return_address
from seguia.notifications.inbound.replies import ReplyTarget, answer_path
from seguia.notifications.inbound.threads import conversation_id, reply_address
from seguia.notifications.kinds import MailKind, kind_of
from seguia.notifications.models import OutboxMessage
from seguia.notifications.subscriptions import subscription_of, token_for

_LINK = re.compile(r"""\b(?:href|src|action)\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)


class UnsafeMail(Exception):
    """This mail must not leave the house, now or later; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def written_mail(message: OutboxMessage) -> EmailMultiAlternatives | None:
    """The mail; None when there is nothing left to tell. Raises UnsafeMail, and whatever a faulty template raises."""
    kind = kind_of(message.kind)
    with override(message.language):
        told = kind.read(message)
        if told is None:
            return None
        answers = _answers(message, kind)
        return _assembled(message, kind, {**told, **_surroundings(message, kind), **answers.told()}, answers)


@dataclass(frozen=True)
class _Answers:
    """How a mail can be answered: by mail, on a page, or not."""

    target: ReplyTarget | None = None
    address: str = ""

    def told(self) -> dict[str, Any]:
        """For the end of the mail."""
        path = answer_path(self.target) if self.target else ""
        return {"reply_address": self.address, "answer_url": absolute(path) if path else ""}

    def headers(self) -> dict[str, str]:
        """All mails of one conversation refer to the same."""
        identity = conversation_id(self.target) if self.target else ""
        return {"References": identity, "In-Reply-To": identity} if identity else {}


def _answers(message: OutboxMessage, kind: MailKind) -> _Answers:
    """Only people with an account answer by mail: who they are must be known."""
    target = kind.replies(message) if kind.replies and message.user else None
    if target is None or message.user is None:
        return _Answers()
    return _Answers(target, reply_address(target.kind, target.key, message.user) or "")


def _surroundings(message: OutboxMessage, kind: MailKind) -> dict[str, Any]:
    """What every mail says of itself."""
    names = settings.NETWORK_NAME
    return {
        "language": message.language,
        "page_direction": direction(message.language),
        "network_name": names.get(message.language) or next(iter(names.values())),
        "site_url": settings.SITE_URL,
        "kind_label": kind.label,
        "unsubscribe_url": unsubscribe_address(message) if kind.is_optional else "",
    }


def unsubscribe_address(message: OutboxMessage) -> str:
    """Where these mails are stopped, in the language that is active."""
    return absolute(reverse("notifications:unsubscribe", args=[token_for(subscription_of(message))]))


def _assembled(
    message: OutboxMessage, kind: MailKind, told: Mapping[str, Any], answers: _Answers
) -> EmailMultiAlternatives:
    sender = formataddr((told["network_name"], parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    mail = EmailMultiAlternatives(
        subject=_one_line(_as_text(kind.subject, told)),
        body=_as_text(kind.text, told),
        from_email=return_address(message.pk) or sender,
        to=[message.user.email if message.user else message.address],
        reply_to=[answers.address or settings.REPLY_TO_EMAIL],
        headers={"From": sender, **_headers(message, kind, told["unsubscribe_url"]), **answers.headers()},
    )
    if kind.html:
        mail.attach_alternative(_own_links_only(get_template(kind.html).render(dict(told))), "text/html")
    return mail


def _headers(message: OutboxMessage, kind: MailKind, unsubscribe_url: str) -> dict[str, str]:
    headers = {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    if unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return {**headers, **(kind.headers(message) if kind.headers else {})}


def _as_text(name: str, told: Mapping[str, Any]) -> str:
    """A plain-text template: nothing is escaped for HTML."""
    template: Any = get_template(name)
    return re.sub(r"\n{3,}", "\n\n", str(template.template.render(Context(dict(told), autoescape=False)))).strip()


def _one_line(subject: str) -> str:
    """A subject of several lines would be headers of somebody else's making. Raises UnsafeMail."""
    try:
        subject = clean_text(subject)
    except ValidationError as error:
        raise UnsafeMail("bad_header") from error
    if not subject or "\n" in subject:
        raise UnsafeMail("bad_header")
    return subject


def _own_links_only(html: str) -> str:
    """The second wall behind escaping: no mail of ours leads anywhere but home. Raises UnsafeMail."""
    for target in _LINK.findall(html):
        if target != settings.SITE_URL and not target.startswith(f"{settings.SITE_URL}/"):
            raise UnsafeMail("foreign_link")
    return html
