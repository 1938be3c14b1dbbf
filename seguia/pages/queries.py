"""Reads: what readers find, what editors work on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.core.identifiers import PublicIdConverter
from seguia.core.languages import fallback_order
from seguia.pages.models import Image, ImageUse, Kind, MenuItem, Page, PageEditor, PageSlug, PageVersion, Status
from seguia.pages.models.page import PageQuerySet
from seguia.pages.rendering import image_ids_in
from seguia.pages.standing import is_page_editor
from seguia.vocabulary.models import Concept


def visible_pages(user: Any) -> PageQuerySet:
    """What is live for everybody; everything for editors. `rules.can_view` says the same of one page."""
    return Page.objects.all() if is_page_editor(user) else Page.objects.live()


@dataclass(frozen=True)
class Found:
    """The page at an address, and whether that is its present address in this language."""

    page: Page
    is_present: bool


def page_at(user: Any, kind: str, language: str, slug: str) -> Found:
    """The page a slug leads to, in this language or another, now or once. Raises NotFound."""
    rows = list(PageSlug.objects.filter(kind=kind, slug=slug))
    order = list(fallback_order(language))
    rows.sort(key=lambda row: (row.language != language, not row.is_current, _place(order, row.language)))
    for row in rows:
        page = visible_pages(user).for_lists().select_related("parent").filter(pk=row.page_id).first()
        if page is not None:
            return Found(page, page.slug_in(language) == slug)
    raise NotFound(_("There is nothing at this address. It may have moved or been withdrawn."))


def _place(order: list[str], language: str) -> int:
    return order.index(language) if language in order else len(order)


def page_for(user: Any, public_id: str) -> Page:
    """A page, if this person may see it. Raises NotFound."""
    found = visible_pages(user).for_lists().filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no page with this address, or it is not published."))
    return found


def live_page(public_id: str) -> Page:
    """A page that everybody may read. Raises NotFound."""
    found = Page.objects.live().for_lists().filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no page with this address, or it is not published."))
    return found


def page_by_id(public_id: str) -> Page:
    """A page whatever its state, for somebody who has a link to its preview. Raises NotFound."""
    found = Page.objects.for_lists().filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no page with this address."))
    return found


def page_of_place(place: str) -> Page | None:
    """The live page that provides a built-in part of the site with its text."""
    return Page.objects.live().for_lists().filter(place=place).first()


def live_pages() -> "QuerySet[Page]":
    """Every page of the site that is live."""
    return Page.objects.live().filter(kind=Kind.PAGE).for_lists()


def live_news() -> "QuerySet[Page]":
    """News, the newest first."""
    given = Coalesce("day", TruncDate("published_at"))
    return Page.objects.live().filter(kind=Kind.NEWS).for_lists().order_by(given.desc(), "-published_at", "-pk")


def live_by_id(ids: Iterable[int]) -> dict[int, Page]:
    """Live pages and news by their key; two queries at most."""
    ids = list(ids)
    return {page.pk: page for page in Page.objects.live().for_lists().filter(pk__in=ids)} if ids else {}


def children_of(page: Page) -> list[Page]:
    """Live pages below a page, in their order."""
    return list(live_pages().filter(parent=page))


def images_of_texts(texts: Iterable[str]) -> Mapping[str, Image]:
    """The pictures that texts name, by public id: one query, none without pictures."""
    ids = list(dict.fromkeys(public_id for text in texts for public_id in image_ids_in(text)))
    if not ids:
        return {}
    return {image.public_id: image for image in Image.objects.select_related("file").filter(public_id__in=ids)}


def all_pages(kind: str) -> "QuerySet[Page]":
    """Everything of a kind, for editors."""
    order = ["-created_at", "-pk"] if kind == Kind.NEWS else ["parent_id", "order", "pk"]
    return Page.objects.filter(kind=kind).for_lists().select_related("author").order_by(*order)


def possible_parents(page: Page) -> "QuerySet[Page]":
    """Pages that a page may stand below (loops are refused when it is saved)."""
    return Page.objects.filter(kind=Kind.PAGE).exclude(pk=page.pk).order_by("order", "pk")


def themes() -> "QuerySet[Concept]":
    """What news can be about."""
    return Concept.objects.filter(is_theme=True).order_by("order", "slug")


def theme_named(slug: str) -> Concept:
    """A concept that news can be narrowed to. Raises NotFound."""
    found = Concept.objects.filter(slug=slug[:120]).first()
    if found is None:
        raise NotFound(_("There is no theme “%(theme)s”.") % {"theme": slug[:60]})
    return found


def versions_of(page: Page) -> "QuerySet[PageVersion]":
    """Who saved when, the newest first; without the contents."""
    return PageVersion.objects.filter(page=page).select_related("author").defer("content")


def version_of(page: Page, number: int) -> PageVersion:
    """One version with its content. Raises NotFound."""
    found = PageVersion.objects.filter(page=page, number=number).select_related("author").first()
    if found is None:
        raise NotFound(_("There is no such version of this page."))
    return found


def library() -> "QuerySet[Image]":
    """Every picture with how often it is used, the newest first."""
    return (
        Image.objects.filter(file__isnull=False)
        .select_related("file")
        .annotate(used=Count("uses"))
        .order_by("-uploaded_at", "-pk")
    )


def image_for(public_id: str) -> Image:
    """One picture. Raises NotFound."""
    found = library().filter(public_id=PublicIdConverter().to_python(public_id)).first()
    if found is None:
        raise NotFound(_("This picture is no longer in the library."))
    return found


def pages_showing(image: Image) -> list[Page]:
    """Where a picture is used."""
    ids = ImageUse.objects.filter(image=image).values("page_id")
    return list(Page.objects.for_lists().filter(pk__in=ids).order_by("pk"))


def menu_items(menu: str) -> list[MenuItem]:
    """The items of a menu as its editor shows them."""
    return list(MenuItem.objects.filter(menu=menu).select_related("page"))


def menu_pages() -> "QuerySet[Page]":
    """Pages that a menu can lead to."""
    return Page.objects.filter(kind=Kind.PAGE).exclude(status=Status.ARCHIVED).order_by("order", "pk")


def page_editors() -> list[PageEditor]:
    """Everybody the secretariat lets write."""
    return list(PageEditor.objects.select_related("user", "granted_by").order_by("user__name", "pk"))


def last_change(pages: "QuerySet[Page]") -> Any:
    """When any of these pages changed or was published; None without pages."""
    found = pages.order_by().aggregate(changed=Max("changed_at"), published=Max(F("published_at")))
    return max(filter(None, found.values()), default=None)
