"""Files of a thread: examined before the transaction, recorded in it, and given out by what one is to the case today."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.files.access import Access, register_owner
from seguia.files.models import FileKind
from seguia.files.services import KeptUpload, PreparedUpload, keep_upload, prepare_upload, record_upload
from seguia.support.models import Attachment, Message
from seguia.support.rules import standing_of

OWNER_KIND = "support.message"
MOST_FILES = 5
"""In one message."""
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")


def prepare_files(uploads: "Sequence[UploadedFile[bytes]]") -> list[PreparedUpload]:
    """Examine every file; heavy, never inside a transaction. Raises Invalid that names the file and says why."""
    if len(uploads) > MOST_FILES:
        raise Invalid(
            _("At most %(most)s files go with one message. Nothing was sent; your text is still here.")
            % {"most": MOST_FILES}
        )
    return [prepare_file(upload) for upload in uploads]


def prepare_file(upload: "UploadedFile[bytes]") -> PreparedUpload:
    """Examine one file. Raises Invalid that names it and says why."""
    head = upload.read(4)
    upload.seek(0)
    kind = FileKind.PICTURE if head.startswith(_PICTURES) else FileKind.DOCUMENT
    try:
        prepared = prepare_upload(upload, kind)
    except Invalid as error:
        name = (upload.name or "")[:120]
        raise Invalid(f"\u2068{name}\u2069: {error.message}", code=error.code) from error
    upload.seek(0)
    return prepared


@contextmanager
def kept_files(prepared: Sequence[PreparedUpload]) -> Iterator[list[KeptUpload]]:
    """Write all of them; those that were not recorded when the block ends are taken away again."""
    with ExitStack() as stack:
        yield [stack.enter_context(keep_upload(one)) for one in prepared]


def attach_files(message: Message, user: Any, kept: Sequence[KeptUpload]) -> None:
    """Hang kept files on a message, in the caller's transaction."""
    for one in kept:
        file = record_upload(one, owner_kind=OWNER_KIND, owner_id=message.public_id, user=user)
        Attachment.objects.create(message=message, file=file)


def can_see(user: Any, owner_id: str) -> Access:
    """Whoever reads the thread today; a private note's files are for those who read the notes. Never public."""
    message = Message.objects.select_related("case").filter(public_id=owner_id).first()
    if message is None:
        return Access.NONE
    standing = standing_of(user, message.case)
    may = standing.reads_notes if message.is_private else standing.reads_thread
    return Access.PRIVATE if may else Access.NONE


def register() -> None:
    """Answer for these files."""
    register_owner(OWNER_KIND, can_see)
