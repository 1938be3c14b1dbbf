"""The files that go with a method."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Invalid, NotFound
from seguia.core.languages import language_codes
from seguia.core.text import clean_text
from seguia.files.services import KeptUpload, record_upload, remove_files
from seguia.library.models import Method, MethodDocument
from seguia.library.services.locking import locked_for
from seguia.library.services.writing import SEARCHED_AS
from seguia.search.changes import mark_changed

OWNER_KIND = "library.method"
MOST_DOCUMENTS = 20


def add_document(method: Method, *, user: Any, kept: KeptUpload, label: str, language: str) -> MethodDocument:
    """Add a checked and kept file; `files.services.prepare_upload` and `keep_upload` come before, outside of any
    transaction. Raises Refused, NotFound, Conflict, Invalid, ValidationError."""
    with transaction.atomic():
        fresh = locked_for(method, user, "edit")
        if fresh.documents.count() >= MOST_DOCUMENTS:
            raise Invalid(_("A method holds at most %(limit)s documents.") % {"limit": MOST_DOCUMENTS})
        if language not in language_codes():
            raise Invalid(_("Unknown language “%(code)s”.") % {"code": language[:12]})
        file = record_upload(kept, owner_kind=OWNER_KIND, owner_id=str(fresh.pk), user=user)
        document = MethodDocument(method=fresh, file=file, label=clean_text(label, multiline=False), language=language)
        document.full_clean()
        document.save()
        _note(fresh, user, "added", file.public_id)
    return document


def remove_document(method: Method, *, user: Any, key: str) -> None:
    """Take a file out of the method and delete it. Raises Refused, NotFound, Conflict."""
    with transaction.atomic():
        fresh = locked_for(method, user, "edit")
        document = fresh.documents.select_related("file").filter(key=key).first()
        if document is None:
            raise NotFound(_("This document is no longer there."))
        file = document.file
        document.delete()
        remove_files([file])
        _note(fresh, user, "removed", file.public_id)


def _note(method: Method, user: Any, deed: str, file: str) -> None:
    """A decision of the secretariat concerns the documents as well: they count as a version."""
    method.version += 1
    method.save(update_fields=["version", "changed_at"])
    record_event(f"library.document.{deed}", method, actor=user, file=file)
    mark_changed(SEARCHED_AS, method.pk)
