"""Reads: a file is only obtained through the rights check."""

from typing import Any

from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.files.access import Access, access_of
from seguia.files.models import StoredFile


def file_for(user: Any, public_id: str) -> tuple[StoredFile, Access]:
    """The file, if this person may have it. Raises NotFound."""
    file = StoredFile.objects.filter(public_id=public_id).first()
    access = access_of(user, file.owner_kind, file.owner_id) if file else Access.NONE
    if file is None or access is Access.NONE:
        raise NotFound(_("There is no file with this address, or it is not public."))
    return file, access
