"""Answers by mail: what a person writes back goes into the thread, with the same rights as on the page."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from seguia.core.errors import Invalid, NotFound
from seguia.core.languages import current_language
from seguia.core.permissions import allowed
from seguia.core.text import harmless_text
from seguia.files.services import PreparedUpload
from seguia.notifications.inbound import IncomingFile, IncomingReply, register_reply_kind
from seguia.notifications.services import queue_message
from seguia.support.attachments import MOST_FILES, kept_files, prepare_file
from seguia.support.models import Message, Via
from seguia.support.queries import case_for
from seguia.support.services.messages import NewMessage, post_message
from seguia.support.telling import REFUSED_FILES

KIND = "support.case"


@dataclass
class Examined:
    """The files of a mail: those that can be kept, and why the others cannot."""

    accepted: list[PreparedUpload] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)


def prepare(reply: IncomingReply) -> Examined:
    """Examine the files, before the transaction; the reasons are in the person's language."""
    examined = Examined()
    with override(reply.user.language or current_language()):
        for file in reply.files:
            _examine(file, examined)
    return examined


def _examine(file: IncomingFile, examined: Examined) -> None:
    name = harmless_text(file.name)[:200] or "file"
    if len(examined.accepted) >= MOST_FILES:
        why = _("At most %(most)s files go with one message.") % {"most": MOST_FILES}
        examined.refused.append({"name": name, "why": why})
        return
    try:
        examined.accepted.append(prepare_file(SimpleUploadedFile(name, file.content)))
    except Invalid as error:
        examined.refused.append({"name": name, "why": str(error.message)})


def handle(reply: IncomingReply) -> Message:
    """Post it. A file that cannot be taken does not hold the words back: its sender is told by mail. Raises NotFound,
    Conflict, Invalid, ValidationError: nothing is saved then."""
    examined: Examined = reply.prepared if isinstance(reply.prepared, Examined) else prepare(reply)
    case = case_for(reply.user, reply.key)
    if not allowed("support.read_thread", reply.user, case):
        raise NotFound(_("There is no request for help with this address, or it is not yours to read."))
    if not reply.text.strip() and not examined.accepted and examined.refused:
        raise Invalid(" ".join(f"{one['name']}: {one['why']}" for one in examined.refused))
    new = NewMessage(
        text=reply.text, language=reply.language or case.language, via=Via.MAIL, message_id=kept_id(reply.message_id)
    )
    with kept_files(examined.accepted) as kept:
        message = post_message(user=reply.user, case=case, new=new, kept=kept)
    if examined.refused:
        facts: dict[str, Any] = {"case": case.public_id, "files": examined.refused}
        queue_message(REFUSED_FILES, to=reply.user, facts=facts, topic=case.public_id)
    return message


def kept_id(message_id: str) -> str | None:
    """A Message-ID as it is kept: one that is too long for any honest mail by its digest."""
    if len(message_id) <= 255:
        return message_id or None
    return f"sha256:{sha256(message_id.encode(errors='surrogatepass')).hexdigest()}"


def register() -> None:
    """Take answers to the mails of a thread."""
    register_reply_kind(
        KIND, handle=handle, prepare=prepare, path=lambda key: reverse("support:case", kwargs={"public_id": key})
    )
