"""A translation that comes from the translation desk: texts of one language put beside the original."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from seguia.audit.services import record_event
from seguia.core.permissions import require
from seguia.pages.content import Content, apply, snapshot, themes_of
from seguia.pages.menus import forget_menus
from seguia.pages.models import Page, PageVersion
from seguia.pages.queries import live_page
from seguia.pages.services.locking import tell_search
from seguia.pages.services.writing import keep_image_uses
from seguia.pages.slugs import keep_slugs
from seguia.pages.validation import checked_content
from seguia.translation import registry


def save_translation(
    *,
    user: Any,
    item: registry.Item,
    language: str,
    texts: Mapping[str, str],
    seen: Mapping[str, str],
    base: Mapping[str, str],
    how: str,
) -> Page:
    """Save what the desk sends; a version like any other. Raises Refused, NotFound, Conflict, ValidationError."""
    with transaction.atomic():
        live_page(item.public_id)
        page = Page.objects.select_for_update(of=("self",)).get(pk=item.object_id)
        require("translation.translate", user, item)
        before = snapshot(page)
        if changed := registry.checked_texts(page, language, texts, base):
            after = {**before, **{key: {**before[key], language: text} for key, text in changed.items()}}
            _write(page, checked_content(page, after))
        registry.note_saved(page, language, texts, seen, how)
        page.version += 1
        page.changed_at = timezone.now()
        page.full_clean()
        page.save()
        PageVersion.objects.create(page=page, number=page.version, content=snapshot(page), author=user)
        record_event("pages.page.translated", page, actor=user, language=language, how=how)
        forget_menus()
        tell_search(page)
    return page


def _write(page: Page, after: Content) -> None:
    apply(page, after)
    page.themes.set(themes_of(after))
    keep_slugs(page, after["slugs"])
    keep_image_uses(page)
