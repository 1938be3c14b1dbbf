"""Beginning a page and saving it, alone or at the same time as somebody else; going back to an earlier version."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid
from seguia.core.languages import language_codes
from seguia.core.permissions import require
from seguia.core.translated import TranslatedText
from seguia.pages.content import TEXTS, Content, Merged, apply, merge, snapshot, themes_of
from seguia.pages.menus import forget_menus
from seguia.pages.models import Image, ImageUse, Kind, Page, PageVersion
from seguia.pages.rendering import image_ids_in
from seguia.pages.services.locking import address_kept, locked_page, tell_search
from seguia.pages.slugs import keep_slugs
from seguia.pages.validation import checked_content


@dataclass(frozen=True)
class Saved:
    """What a save did."""

    page: Page
    changed: bool
    merged: bool
    """Somebody else's changes were kept beside mine."""


def create_page(*, user: Any, kind: str, original_language: str, title: str) -> Page:
    """Begin a draft. Raises Refused, ValidationError."""
    require("pages.edit_page", user)
    if kind not in Kind.values:
        raise ValidationError({"kind": _("Choose whether this is a page or news.")})
    page = Page(
        kind=kind,
        original_language=original_language,
        title=TranslatedText({original_language: title}),
        author=user if getattr(user, "pk", None) else None,
        version=1,
    )
    with address_kept():
        content = checked_content(page, snapshot_of_new(page))
        apply(page, content)
        page.full_clean(exclude=["author"])
        page.save()
        keep_slugs(page, content["slugs"])
        _write_version(page, user)
        record_event("pages.page.created", page, actor=user, kind=kind)
        tell_search(page)
    return page


def snapshot_of_new(page: Page) -> Content:
    """The content of a page without a row yet: it can have no themes and no addresses."""
    return {
        **{name: dict(getattr(page, name)) for name in TEXTS},
        "slugs": {},
        "original_language": page.original_language,
        "parent": "",
        "order": page.order,
        "in_menu": False,
        "place": "",
        "day": "",
        "picture": "",
        "themes": [],
    }


def save_page(page: Page, *, user: Any, base_version: int, content: Content) -> Saved:
    """Save a whole page that was written from `base_version`, merged with what others saved since.

    Raises Refused, NotFound, ValidationError, and Conflict (`code="same_field"`) whose details carry `disagreements`,
    `content` (mine, with theirs where only they changed something) and `version`: nothing is saved then.
    """
    with address_kept():
        fresh = locked_page(page, user)
        present = snapshot(fresh)
        base = content_of_version(fresh, base_version, present)
        mine = checked_content(fresh, content)
        merged = merge(base, mine, present)
        if merged.disagreements:
            raise same_field(merged, fresh.version)
        result = checked_content(fresh, merged.content) if present != base else mine
        if result == present:
            return Saved(fresh, changed=False, merged=False)
        _write(fresh, user, present, result)
    return Saved(fresh, changed=True, merged=present != base)


def restore_version(page: Page, *, user: Any, number: int) -> Saved:
    """Save an earlier version anew; nothing in between is lost. Raises Refused, NotFound, Invalid, ValidationError."""
    with address_kept():
        fresh = locked_page(page, user)
        present = snapshot(fresh)
        result = checked_content(fresh, {**present, **content_of_version(fresh, number, present)})
        if result == present:
            return Saved(fresh, changed=False, merged=False)
        _write(fresh, user, present, result, restored=number)
    return Saved(fresh, changed=True, merged=False)


def _write(page: Page, user: Any, before: Content, after: Content, *, restored: int | None = None) -> None:
    """Everything a save changes, in the caller's transaction."""
    apply(page, after)
    note_translations(page, before, after)
    page.version += 1
    page.changed_at = timezone.now()
    page.full_clean()
    page.save()
    page.themes.set(themes_of(after))
    keep_slugs(page, after["slugs"])
    keep_image_uses(page)
    _write_version(page, user)
    facts = {"version": page.version} | ({"restored": restored} if restored is not None else {})
    record_event("pages.page.saved", page, actor=user, **facts)
    forget_menus()
    tell_search(page)


def note_translations(page: Page, before: Content, after: Content) -> None:
    """What was written now in another language was made from the original as it is now."""
    for language in language_codes():
        if language == page.original_language:
            continue
        written = [
            name
            for name in TEXTS
            if after[name].get(language) and after[name].get(language) != before[name].get(language)
        ]
        if written:
            page.note_translations(language, written)


def keep_image_uses(page: Page) -> None:
    """Which pictures the page shows: they cannot be deleted while it does."""
    ids = {public_id for text in page.body.values() for public_id in image_ids_in(text)}
    used = set(Image.objects.filter(public_id__in=ids).values_list("pk", flat=True))
    if page.picture_id:
        used.add(page.picture_id)
    rows = ImageUse.objects.filter(page=page)
    rows.exclude(image_id__in=used).delete()
    missing = used - set(rows.values_list("image_id", flat=True))
    ImageUse.objects.bulk_create([ImageUse(page=page, image_id=image) for image in sorted(missing)])


def _write_version(page: Page, user: Any) -> None:
    author = user if getattr(user, "pk", None) else None
    PageVersion.objects.create(page=page, number=page.version, content=snapshot(page), author=author)


def content_of_version(page: Page, number: int, present: Content) -> Content:
    """The content somebody started from. Raises Invalid for a version that never was."""
    if number == page.version:
        return present
    found = PageVersion.objects.filter(page=page, number=number).values_list("content", flat=True).first()
    if found is None:
        raise Invalid(_("This form belongs to no version of the page. Nothing was saved; copy your text and reload."))
    return dict(found)


def same_field(merged: Merged, version: int) -> Conflict:
    """What somebody is told whose passage was changed by somebody else; carries both texts."""
    return Conflict(
        _("Somebody else changed the same passage while you were writing. Nothing of yours is saved yet; both texts "
          "are below: put together what belongs together, and save again."),
        code="same_field",
        disagreements=merged.disagreements,
        content=merged.content,
        version=version,
    )  # fmt: skip
