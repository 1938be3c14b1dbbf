"""A page as readers get it: in their language, or in its original with a mark; published and preview alike."""

from collections.abc import Callable
from typing import Any

from django.utils import translation

from seguia.core.languages import current_language, direction, language_codes, own_name
from seguia.core.translation_state import LanguageState
from seguia.pages.jsonld import page_jsonld
from seguia.pages.models import Kind, Page
from seguia.pages.pictures import picture_shown
from seguia.pages.queries import children_of, images_of_texts
from seguia.pages.rendering import render_text


def page_context(
    page: Page, *, is_preview: bool = False, image_url: Callable[[Any, int], str] | None = None
) -> dict[str, Any]:
    """The context of `pages/page.html`."""
    language = current_language()
    body = page.body.localised(language, page.original_language)
    state = page.language_report(language).state
    return {
        "page": page,
        "is_news": page.kind == Kind.NEWS,
        "body": render_text(body.text, body.language, images=images_of_texts([body.text]), image_url=image_url),
        "body_language": body.language,
        "body_direction": body.direction,
        "is_foreign": page.label().language != language or body.language != language,
        "is_outdated": state == LanguageState.OUTDATED,
        "picture": picture_shown(page.picture, language, image_url) if page.picture else None,
        "themes": list(page.themes.all()) if page.pk and page.kind == Kind.NEWS else [],
        "children": [] if is_preview or page.kind == Kind.NEWS else children_of(page),
        "parent": page.parent if page.parent and page.parent.is_live() else None,
        "is_preview": is_preview,
        "json_ld": "" if is_preview else page_jsonld(page, language),
        **({} if is_preview else {"other_languages": other_languages(page)}),
    }


def other_languages(page: Page) -> list[dict[str, str]]:
    """The same page in every language of the network, at its own address there."""
    found = []
    for code in language_codes():
        with translation.override(code):
            url = page.get_absolute_url()
        found.append({"code": code, "name": own_name(code), "direction": direction(code), "url": url})
    return found
