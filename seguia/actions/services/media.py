"""Pictures and documents of a sheet."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from seguia.actions import content as sheets
from seguia.actions.content.shape import MAX_ROWS
from seguia.actions.models import Action, ActionVersion, Media, Status
from seguia.actions.services.journey import record_update
from seguia.actions.services.locking import locked_for
from seguia.actions.services.writing import ensure_version
from seguia.audit.services import record_event
from seguia.core.errors import Invalid, NotFound
from seguia.core.translated import TranslatedText
from seguia.files.services import KeptUpload, record_upload, remove_files
from seguia.search.changes import mark_changed

OWNER_KIND = "actions.action"


def add_media(action: Action, *, user: Any, kept: KeptUpload, caption: Mapping[str, str], credit: str = "") -> Media:
    """Add a checked and kept file to the sheet; `files.services.prepare_upload` and `keep_upload` come before, outside
    of any transaction. Raises Refused, Conflict, Invalid, ValidationError."""
    with transaction.atomic():
        fresh = locked_for(action, user, "edit")
        if fresh.media.count() >= MAX_ROWS:
            raise Invalid(_("A sheet holds at most %(limit)s pictures and documents.") % {"limit": MAX_ROWS})
        ensure_version(fresh)
        file = record_upload(kept, owner_kind=OWNER_KIND, owner_id=str(fresh.pk), user=user)
        media = Media(
            action=fresh, file=file, caption=TranslatedText(caption), credit=credit, position=fresh.media.count()
        )
        media.full_clean()
        media.save()
        _note_save(fresh, user, "actions.media.added", file.public_id)
    return media


def remove_media(action: Action, *, user: Any, key: str) -> None:
    """Take a file out of the sheet and delete it. Raises Refused, Conflict, NotFound."""
    with transaction.atomic():
        fresh = locked_for(action, user, "edit")
        media = fresh.media.select_related("file").filter(key=key).first()
        if media is None:
            raise NotFound(_("This picture or document is no longer in the sheet."))
        ensure_version(fresh)
        file = media.file
        media.delete()
        remove_files([file])
        _note_save(fresh, user, "actions.media.removed", file.public_id)


def _note_save(action: Action, user: Any, code: str, file: str) -> None:
    """A change of the files is a version like any other, so that a colleague's open editor merges with it."""
    action.version += 1
    action.save(update_fields=["version", "changed_at"])
    ActionVersion.objects.create(action=action, number=action.version, content=sheets.snapshot(action), author=user)
    if action.status == Status.PUBLISHED:
        record_update(action, user)
    record_event(code, action, actor=user, file=file)
    mark_changed("action", action.pk)
