"""Whether a content can be saved: every fault beside its field, in text with its line."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from seguia.core.languages import language_codes, own_name
from seguia.pages.content import TEXTS, Content
from seguia.pages.models import Image, Kind, Page, Place
from seguia.pages.rendering import faults_of, image_ids_in
from seguia.pages.slugs import checked_slug, free_slug

DEEPEST = 5
"""Levels of pages below one another."""
MOST_FAULTS = 8
"""Faults told about one text at a time."""


def checked_content(page: Page, content: Content) -> Content:
    """The content with cleaned texts and an address for every language that has a title. Raises ValidationError by field."""
    faults: dict[str, list[Any]] = {}
    checked = dict(content)
    for name in TEXTS:
        _collect(faults, name, lambda name=name: _clean_text(page, checked, name))
    original = checked["original_language"]
    if original not in language_codes():
        faults["original_language"] = [_("Unknown language “%(code)s”.") % {"code": original}]
    elif not faults.get("title") and not checked["title"].get(original):
        told = _("A title is needed in the original language: %(language)s.")
        faults["title"] = [told % {"language": own_name(original)}]
    _collect(faults, "body", lambda: _check_body(checked))
    _collect(faults, "parent", lambda: _check_parent(page, checked))
    _collect(faults, "place", lambda: _check_place(page, checked))
    if checked["picture"] and not Image.objects.filter(public_id=checked["picture"]).exists():
        faults["picture"] = [_("There is no picture “%(id)s” in the library.") % {"id": checked["picture"]}]
    _collect(faults, "slugs", lambda: _fill_slugs(page, checked))
    if faults:
        raise ValidationError(faults)
    return checked


def _collect(faults: dict[str, list[Any]], name: str, check: Any) -> None:
    try:
        check()
    except ValidationError as error:
        faults.setdefault(name, []).extend(error.error_list if hasattr(error, "error_list") else [error])


def _clean_text(page: Page, content: Content, name: str) -> None:
    column: Any = Page._meta.get_field(name)
    content[name] = dict(column.clean(content[name], page))


def _check_body(content: Content) -> None:
    """Slips of the mark-up, and pictures that are not in the library."""
    found = []
    for language, text in content["body"].items():
        faults = [(fault.line, str(fault.message)) for fault in faults_of(text)]
        faults += _missing_pictures(text)
        for line, message in sorted(faults)[:MOST_FAULTS]:
            told = _("%(language)s, line %(line)s: %(fault)s")
            known = {"language": own_name(language), "line": line, "fault": message}
            found.append(ValidationError(told % known, code="markup"))
    if found:
        raise ValidationError(found)


def _missing_pictures(text: str) -> list[tuple[int, str]]:
    ids = image_ids_in(text)
    missing = set(ids) - set(Image.objects.filter(public_id__in=ids).values_list("public_id", flat=True))
    lines = text.split("\n")
    return [
        (
            next(
                (n for n, line in enumerate(lines, 1) if line.startswith(":::image") and public_id in line.lower()), 1
            ),
            _("There is no picture “%(id)s” in the library.") % {"id": public_id},
        )
        for public_id in sorted(missing)
    ]


def _check_parent(page: Page, content: Content) -> None:
    """Only pages have pages above them, never themselves, and not too many."""
    if not content["parent"]:
        return
    above = Page.objects.filter(public_id=content["parent"], kind=Kind.PAGE).select_related("parent").first()
    if above is None or page.kind != Kind.PAGE:
        raise ValidationError(_("The page above does not exist."), code="parent")
    depth = 1
    while above is not None:
        if above.pk == page.pk:
            raise ValidationError(_("A page cannot stand below itself."), code="loop")
        depth += 1
        if depth > DEEPEST:
            told = _("Pages can stand at most %(limit)s levels deep.")
            raise ValidationError(told % {"limit": DEEPEST}, code="deep")
        above = above.parent


def _check_place(page: Page, content: Content) -> None:
    if not content["place"]:
        return
    if content["place"] not in Place.values or page.kind != Kind.PAGE:
        raise ValidationError(_("This part of the site takes no text."), code="place")
    if Page.objects.filter(place=content["place"]).exclude(pk=page.pk).exists():
        raise ValidationError(_("Another page provides this text already."), code="place_taken")


def _fill_slugs(page: Page, content: Content) -> None:
    """An address for every language with a title: the one that was written, the present one, or one made from the title."""
    present = page.current_slugs() if page.pk else {}
    slugs, faults = {}, []
    for language in language_codes():
        title, written = content["title"].get(language), (content["slugs"].get(language) or "").strip()
        if not title:
            continue
        if written and written == present.get(language):
            slugs[language] = written
        elif written:
            try:
                slugs[language] = checked_slug(page, language, written)
            except ValidationError as error:
                faults.append(error)
        else:
            slugs[language] = present.get(language) or free_slug(page, language, title)
    content["slugs"] = slugs
    if faults:
        raise ValidationError(faults)
