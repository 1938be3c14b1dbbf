"""What an issue looks like in a mailbox, without sending anything."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.newsletter.models import Issue
from seguia.newsletter.subscribing import ISSUE
from seguia.notifications.models import OutboxMessage
from seguia.notifications.rendering import written_mail


@dataclass(frozen=True)
class Preview:
    """A written mail."""

    subject: str
    text: str
    html: SafeString


def preview_of(issue: Issue, language: str) -> Preview:
    """The mail itself, written as it would be for a subscriber of this language."""
    message = OutboxMessage(
        kind=f"{ISSUE}_test",
        address="reader@localhost",
        language=language,
        facts={"issue": issue.public_id},
    )
    mail = written_mail(message)
    if mail is None:
        raise NotFound(_("There is no such issue any more."))
    body = str(mail.alternatives[0][0])
    inner = body[body.index("<body>") + 6 : body.index("</body>")]
    for level in (2, 1):  # the page around it has its own first heading
        inner = inner.replace(f"<h{level}>", f"<h{level + 1}>").replace(f"</h{level}>", f"</h{level + 1}>")
    return Preview(str(mail.subject), str(mail.body), mark_safe(inner))  # noqa: S308 -- written by our own templates, which escape
