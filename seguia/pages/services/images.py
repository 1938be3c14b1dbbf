"""The picture library: adding, describing, deleting what no page shows."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.core.translated import TranslatedText
from seguia.files.services import KeptUpload, record_upload, remove_files
from seguia.pages.models import Image
from seguia.pages.models.image import OWNER_KIND
from seguia.search.changes import mark_many_changed


def add_image(*, user: Any, kept: KeptUpload, alt: Mapping[str, str], credit: str = "", licence: str = "") -> Image:
    """Add a checked and kept picture; `files.services.prepare_upload` and `keep_upload` come before, outside of any
    transaction. Raises Refused, ValidationError."""
    with transaction.atomic():
        require("pages.edit_page", user)
        image = Image(uploaded_by=user if getattr(user, "pk", None) else None)
        _describe(image, alt, credit, licence)
        image.file = record_upload(kept, owner_kind=OWNER_KIND, owner_id=str(image.pk), user=user)
        image.save(update_fields=["file"])
        record_event("pages.image.added", image, actor=user, file=image.file.public_id)
    return image


def change_image(image: Image, *, user: Any, alt: Mapping[str, str], credit: str, licence: str) -> Image:
    """Say anew what it shows and whose it is. Raises Refused, NotFound, ValidationError."""
    with transaction.atomic():
        fresh = _locked(image, user)
        _describe(fresh, alt, credit, licence)
        record_event("pages.image.changed", fresh, actor=user)
        mark_many_changed((use.page.kind, use.page_id) for use in fresh.uses.select_related("page"))
    return fresh


def delete_image(image: Image, *, user: Any) -> None:
    """Delete a picture that nothing shows. Raises Refused, NotFound, and Conflict while a page shows it."""
    with transaction.atomic():
        fresh = _locked(image, user)
        titles = [str(use.page.title) for use in fresh.uses.select_related("page")[:5]]
        if titles:
            raise Conflict(
                _("This picture is shown on: %(pages)s. Take it out there first; nothing was deleted.")
                % {"pages": " · ".join(titles)},
                code="in_use",
            )
        record_event("pages.image.deleted", fresh, actor=user)
        file = fresh.file
        try:
            fresh.delete()
        except ProtectedError as error:
            raise Conflict(_("A page shows this picture now. Nothing was deleted."), code="in_use") from error
        if file:
            remove_files([file])


def _describe(image: Image, alt: Mapping[str, str], credit: str, licence: str) -> None:
    image.alt = TranslatedText(alt)
    image.credit = clean_text(credit, multiline=False)
    image.licence = licence or image.licence
    image.full_clean(exclude=["file", "uploaded_by"])
    image.save()


def _locked(image: Image, user: Any) -> Image:
    require("pages.edit_page", user)
    fresh = Image.objects.select_for_update(of=("self",)).select_related("file").filter(pk=image.pk).first()
    if fresh is None:
        raise NotFound(_("This picture is no longer in the library."))
    return fresh
