"""Live pages and news at the translation desk."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from seguia.core.translation_state import fingerprint
from seguia.pages.models import Kind, Page, PageVersion
from seguia.pages.queries import live_page
from seguia.pages.services.translating import save_translation
from seguia.pages.standing import is_page_editor
from seguia.translation import registry


def _listed(kind: str) -> Callable[[Sequence[int] | None], Iterator[registry.Listed]]:
    def listed(ids: Sequence[int] | None) -> Iterator[registry.Listed]:
        pages = Page.objects.live().filter(kind=kind).order_by("pk")
        for page in (pages if ids is None else pages.filter(pk__in=ids)).iterator(chunk_size=200):
            yield registry.listed_from(page, public_id=page.public_id, changed_at=page.changed_at)

    return listed


def _load(kind: str) -> Callable[[Any, str, str], registry.Item]:
    def load(user: Any, public_id: str, language: str) -> registry.Item:
        page = live_page(public_id)
        column: Any = Page._meta.get_field
        return registry.item_from(
            page, kind, public_id, language, labels=column, earlier=lambda key, mark: _earlier(page, key, mark)
        )

    return load


def _earlier(page: Page, key: str, mark: str) -> str | None:
    """The original a translation was made from, out of the versions."""
    for content in PageVersion.objects.filter(page=page).values_list("content", flat=True).iterator():
        text = str(content.get(key, {}).get(page.original_language, ""))
        if text and fingerprint(text) == mark:
            return text
    return None


def register() -> None:
    """Both kinds."""
    for kind, label in ((Kind.PAGE.value, _("page")), (Kind.NEWS.value, _("news"))):
        registry.register_kind(
            registry.TranslatableKind(
                kind,
                label,
                listed=_listed(kind),
                load=_load(kind),
                save=save_translation,
                may_translate=lambda user, item: is_page_editor(user),
            )
        )
