"""Atom: the newest news, in the reader's language where there is one."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seguia.core.addresses import absolute, addresses_by_language
from seguia.core.conditional import kept_briefly
from seguia.core.languages import current_language
from seguia.core.translated import Localised
from seguia.pages.models import Image, Page
from seguia.pages.pictures import picture_url
from seguia.pages.queries import images_of_texts, live_news
from seguia.pages.rendering import render_text

ENTRIES = 20
BEGINNING = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Entry:
    """One piece of news."""

    id: str
    title: Localised
    summary: Localised
    html: str
    language: str
    url: dict[str, str]
    published: datetime.datetime
    updated: datetime.datetime


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest news; scheduled ones appear with their moment."""
    rows = list(live_news().order_by("-published_at", "-pk")[:ENTRIES])
    images = images_of_texts(text for row in rows for text in row.body.values())
    entries = [_entry(row, images) for row in rows]
    context = {
        "entries": entries,
        "updated": max((entry.updated for entry in entries), default=BEGINNING),
        "self_url": absolute(request.path),
        "page_url": absolute(reverse("pages:news-list")),
        "subtitle": _("News of the network"),
    }
    kind = "application/atom+xml; charset=utf-8"
    return kept_briefly(request, render(request, "pages/feed.xml", context, content_type=kind))


def _entry(page: Page, images: Mapping[str, Image]) -> Entry:
    body = page.body.localised(current_language(), page.original_language)
    published = page.published_at or page.created_at
    rendered = render_text(
        body.text, body.language, images=images, image_url=lambda image, width: absolute(picture_url(image, width))
    )
    return Entry(
        id=absolute(reverse("api:read_news", args=[page.public_id])),
        title=page.label(),
        summary=page.summary.localised(original=page.original_language),
        html=rendered.html,
        language=body.language,
        url=addresses_by_language(page.get_absolute_url),
        published=published,
        updated=max(page.changed_at, published),
    )
