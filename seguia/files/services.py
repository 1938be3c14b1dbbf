"""Taking a file: examined and written before the transaction, recorded inside it, removed after it."""

import hashlib
import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from seguia.files.checks import Accepted, FileRefused, clean_name, examine
from seguia.files.models import FileKind, StoredFile

log = logging.getLogger("seguia.files")
MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class PreparedUpload:
    """An examined file, not yet kept."""

    accepted: Accepted
    kind: str
    name: str


@dataclass
class KeptUpload:
    """A file whose bytes are in the storage; without a record they are taken away again."""

    prepared: PreparedUpload
    place: str
    renditions: dict[str, str] = field(default_factory=dict)
    recorded: bool = False

    def places(self) -> list[str]:
        """Everything that was written."""
        return [self.place, *self.renditions.values()]


def prepare_upload(upload: "UploadedFile[bytes]", kind: str) -> PreparedUpload:
    """Examine a file; heavy, never inside a transaction. Raises FileRefused with a named reason."""
    if kind not in FileKind.values:
        raise FileRefused("kind", _("Choose whether this is a picture or a document."))
    if (upload.size or 0) > MAX_BYTES:
        raise FileRefused(
            "too_large", _("This file is larger than %(limit)s MB. Nothing was saved.") % {"limit": MAX_BYTES >> 20}
        )
    content = upload.read(MAX_BYTES + 1)
    given = upload.name or ""
    accepted = examine(content, given, kind)
    return PreparedUpload(accepted, kind, clean_name(given, accepted.extension))


@contextmanager
def keep_upload(prepared: PreparedUpload) -> Iterator[KeptUpload]:
    """Write the bytes under a random name; what was not recorded when the block ends is taken away again."""
    stem = secrets.token_hex(16)
    folder = f"{stem[:2]}/{stem}"
    accepted = prepared.accepted
    kept = KeptUpload(prepared, default_storage.save(f"{folder}/original", ContentFile(accepted.content)))
    try:
        for width, content in accepted.renditions.items():
            kept.renditions[str(width)] = default_storage.save(f"{folder}/{width}", ContentFile(content))
        yield kept
    except BaseException:
        _delete(kept.places())
        raise
    if not kept.recorded:
        _delete(kept.places())


def record_upload(kept: KeptUpload, *, owner_kind: str, owner_id: str, user: Any) -> StoredFile:
    """Enter a kept file in the caller's transaction."""
    accepted = kept.prepared.accepted
    file = StoredFile(
        kind=kept.prepared.kind,
        name=kept.prepared.name,
        content_type=accepted.content_type,
        size=len(accepted.content),
        sha256=hashlib.sha256(accepted.content).hexdigest(),
        place=kept.place,
        renditions=kept.renditions,
        width=accepted.width,
        height=accepted.height,
        owner_kind=owner_kind,
        owner_id=owner_id,
        uploaded_by=user if getattr(user, "pk", None) else None,
    )
    file.full_clean(exclude=["renditions", "uploaded_by"])
    file.save()
    kept.recorded = True
    return file


def store_upload(upload: "UploadedFile[bytes]", *, kind: str, owner_kind: str, owner_id: str, user: Any) -> StoredFile:
    """Examine, keep and record in one go. The caller has checked the right to do so, and is in no transaction."""
    with keep_upload(prepare_upload(upload, kind)) as kept, transaction.atomic():
        return record_upload(kept, owner_kind=owner_kind, owner_id=owner_id, user=user)


def remove_files(files: Iterable[StoredFile]) -> None:
    """Delete records now and bytes after COMMIT."""
    for file in files:
        places = [file.place, *file.renditions.values()]
        StoredFile.objects.filter(pk=file.pk).delete()
        transaction.on_commit(lambda places=places: _delete(places))  # type: ignore[misc]


def _delete(places: Iterable[str]) -> None:
    for place in places:
        try:
            default_storage.delete(place)
        except OSError:
            log.warning("the file %s could not be deleted", place)
