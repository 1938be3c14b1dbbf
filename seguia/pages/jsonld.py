"""A piece of news or a page in schema.org's words (JSON-LD), for search engines."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from seguia.core.addresses import absolute, addresses_by_language
from seguia.pages.models import Kind, Page
from seguia.pages.pictures import picture_shown

_ESCAPES = {ord(c): f"\\u{ord(c):04X}" for c in "<>&\u2028\u2029"}
"""No text can end the script element or begin a comment in it."""


def page_jsonld(page: Page, language: str) -> SafeString:
    """As it may stand in a script element; no query when addresses and picture are loaded."""
    url = addresses_by_language(page.get_absolute_url)
    shown = page.label(language)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle" if page.kind == Kind.NEWS else "WebPage",
        "@id": url.get(page.original_language, url[language]),
        "url": url[language],
        "headline" if page.kind == Kind.NEWS else "name": shown.text,
        "description": page.summary.localised(language, page.original_language).text,
        "inLanguage": shown.language,
        "datePublished": page.published_at.isoformat() if page.published_at else None,
        "dateModified": page.changed_at.isoformat(),
        "publisher": {
            "@type": "Organization",
            "name": settings.NETWORK_NAME.get(language, "Seguia"),
            "url": absolute("/"),
        },
        "image": absolute(picture_shown(page.picture).src) if page.picture else None,
        "isAccessibleForFree": True,
    }
    kept = {name: value for name, value in data.items() if value not in (None, "")}
    return mark_safe(json.dumps(kept, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 -- escaped here
