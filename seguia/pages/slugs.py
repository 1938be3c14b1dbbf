"""Addresses of pages: made from titles, in any script, never one that another part of the site answers to."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from seguia.core.languages import language_codes, own_name
from seguia.pages.models import Kind, Page, PageSlug

LONGEST = 100
RESERVED = frozenset(
    [
        "api",
        "admin",
        "static",
        "files",
        "media",
        "account",
        "search",
        "actions",
        "news",
        "pages",
        "map",
        "towns",
        "themes",
        "goals",
        "organisations",
        "mandates",
        "dues",
        "translation",
        "reports",
        "newsletter",
        "notifications",
        "demo",
        "desk",
        "my-town",
        "saved-searches",
        "members",
        "feed",
        "sitemap",
        "robots",
        "help",
        "events",
        "awards",
        "training",
        "library",
        "agreements",
        "consultations",
        "jobs",
        "messages",
        "settings",
        "healthz",
    ]
)
"""Parts of the site, now or one day; languages are added to them."""
_DAMAGED = re.compile(r"[^\w-]|_")


def slug_from(text: str) -> str:
    """Letters and digits of any script, joined by hyphens; empty when there is none."""
    found = slugify(unicodedata.normalize("NFC", text).replace("'", "-").replace("’", "-"), allow_unicode=True)
    return _DAMAGED.sub("-", found)[:LONGEST].strip("-")


def is_reserved(kind: str, language: str, slug: str) -> bool:
    """Whether something else than a page answers at this address. News have a folder of their own."""
    if kind == Kind.NEWS:
        return False
    if slug in RESERVED or slug in language_codes() or slug.isdecimal():
        return True
    try:
        with translation.override(language):
            return resolve(f"/{language}/{slug}/").view_name != "pages:page"
    except Resolver404:
        return False


def checked_slug(page: Page, language: str, written: str) -> str:
    """`written` as an address. Raises ValidationError that names the language."""
    slug = slug_from(written)
    told = {"language": own_name(language), "slug": slug or written[:60]}
    if not slug:
        raise ValidationError(_("%(language)s: an address needs letters or digits.") % told, code="slug")
    if is_reserved(page.kind, language, slug) and not page.place:
        raise ValidationError(
            _("%(language)s: “%(slug)s” is the address of another part of the site. Choose another one.") % told,
            code="slug_reserved",
        )
    if taken_by_others(page, slug):
        raise ValidationError(
            _("%(language)s: “%(slug)s” is, or was, the address of another page; links still lead there.") % told,
            code="slug_taken",
        )
    return slug


def taken_by_others(page: Page, slug: str) -> bool:
    """In any language: one address means one page, whatever language it is read in."""
    return PageSlug.objects.filter(kind=page.kind, slug=slug).exclude(page_id=page.pk).exists()


def free_slug(page: Page, language: str, title: str) -> str:
    """An address made from a title, with a number when it is taken or reserved."""
    stem = slug_from(title)[: LONGEST - 4].strip("-") or page.public_id
    number, slug = 1, stem
    while is_reserved(page.kind, language, slug) or taken_by_others(page, slug):
        number += 1
        slug = f"{stem}-{number}"
    return slug


def keep_slugs(page: Page, wanted: dict[str, str]) -> None:
    """Make these the present addresses (language → slug); earlier ones stay and lead on. In a transaction.

    A language that is not named has no address of its own any more.
    """
    rows = list(PageSlug.objects.filter(page=page))
    ended = [row.pk for row in rows if row.is_current and wanted.get(row.language) != row.slug]
    PageSlug.objects.filter(pk__in=ended).update(is_current=False)
    for language, slug in wanted.items():
        PageSlug.objects.update_or_create(
            kind=page.kind, language=language, slug=slug, page=page, defaults={"is_current": True}
        )
    page._prefetched_objects_cache = {}  # type: ignore[attr-defined]
