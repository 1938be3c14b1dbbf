"""Pages and news to read by machine: what is live, whoever asks."""

import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from seguia.core.addresses import absolute, addresses_by_language
from seguia.core.api import (
    Addresses,
    CodeOut,
    Label,
    Page,
    PageRequest,
    TextItem,
    Texts,
    coded,
    label_of,
    page_of,
    texts_of,
)
from seguia.core.errors import NotFound
from seguia.core.identifiers import PublicIdConverter
from seguia.pages import models
from seguia.pages.pictures import ADDRESSES, picture_shown, picture_url
from seguia.pages.queries import images_of_texts, live_news, live_page, live_pages, theme_named
from seguia.pages.rendering import render_text

router = Router(tags=["pages"])


class PictureOut(Schema):
    """A picture of the library."""

    url: str
    width: int
    height: int
    alt: Texts
    credit: str
    licence: str = Field(description="SPDX identifier, or `permitted`.")
    licence_url: str


class PageOut(TextItem):
    """A page of the site."""

    id: str = Field(description="Public identifier.")
    title: Texts
    label: Label
    summary: Texts
    published_at: datetime.datetime
    changed_at: datetime.datetime
    url: Addresses


class NewsOut(PageOut):
    """A piece of news."""

    day: datetime.date = Field(description="The date readers see.")
    themes: list[CodeOut]
    picture: PictureOut | None


class PageDetail(PageOut):
    """A page with its text."""

    body: Texts = Field(description="Markdown with components, by language.")
    html: Texts = Field(description="The same as safe HTML.")
    parent: str | None = Field(description="Public identifier of the page above.")


class NewsDetail(NewsOut):
    """A piece of news with its text."""

    body: Texts = Field(description="Markdown with components, by language.")
    html: Texts = Field(description="The same as safe HTML.")


class NewsFilters(PageRequest):
    """Which news."""

    theme: str = Field("", max_length=80, description="Slug of a theme.")


@router.get("/pages", response=Page[PageOut], url_name="list_pages", summary="Pages of the site")
def list_pages(request: HttpRequest, asked: Query[PageRequest]) -> Any:
    """In the order of the menus."""
    return page_of(request, live_pages(), asked, _page)


@router.get("/pages/{public_id}", response=PageDetail, url_name="read_page", summary="One page with its text")
def read_page(request: HttpRequest, public_id: str) -> Any:
    """In all its languages."""
    found = _found(public_id, models.Kind.PAGE)
    parent = found.parent.public_id if found.parent and found.parent.is_live() else None
    return {**_page_fields(found), **_texts(found), "parent": parent}


@router.get("/news", response=Page[NewsOut], url_name="list_news", summary="News, the newest first")
def list_news(request: HttpRequest, asked: Query[NewsFilters]) -> Any:
    """What is published at this moment."""
    rows = live_news().prefetch_related("themes")
    if asked.theme:
        rows = rows.filter(themes=theme_named(asked.theme))
    return page_of(request, rows, asked, _news)


@router.get("/news/{public_id}", response=NewsDetail, url_name="read_news", summary="One piece of news with its text")
def read_news(request: HttpRequest, public_id: str) -> Any:
    """In all its languages."""
    found = _found(public_id, models.Kind.NEWS)
    return {**_news_fields(found), **_texts(found)}


def _found(public_id: str, kind: str) -> models.Page:
    found = live_page(PublicIdConverter().to_python(public_id))
    if found.kind != kind:
        raise NotFound(_("There is no page with this address, or it is not published."))
    return found


def _page(page: models.Page) -> PageOut:
    return PageOut(**_page_fields(page))


def _news(page: models.Page) -> NewsOut:
    return NewsOut(**_news_fields(page))


def _page_fields(page: models.Page) -> dict[str, Any]:
    return {
        "id": page.public_id,
        "original_language": page.original_language,
        "languages": page.languages(),
        "title": texts_of(page.title),
        "label": label_of(page.title, page.original_language),
        "summary": texts_of(page.summary),
        "published_at": page.published_at,
        "changed_at": page.changed_at,
        "url": addresses_by_language(page.get_absolute_url),
    }


def _news_fields(page: models.Page) -> dict[str, Any]:
    return {
        **_page_fields(page),
        "day": page.shown_day,
        "themes": [coded(theme.slug, theme.label().text) for theme in page.themes.all()],
        "picture": _picture(page.picture) if page.picture else None,
    }


def _picture(image: models.Image) -> PictureOut:
    shown = picture_shown(image)
    return PictureOut(
        url=absolute(shown.src),
        width=shown.width,
        height=shown.height,
        alt=texts_of(image.alt),
        credit=image.credit,
        licence=image.licence,
        licence_url=ADDRESSES.get(image.licence, ""),
    )


def _texts(page: models.Page) -> dict[str, Any]:
    images = images_of_texts(page.body.values())
    bodies = texts_of(page.body)
    html = {
        code: render_text(
            text,
            code,
            images=images,
            image_url=lambda image, width: absolute(picture_url(image, width)),
        ).html
        for code, text in bodies.items()
    }
    return {"body": bodies, "html": html}
