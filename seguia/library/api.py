"""Methods to read by machine: what is published, whoever asks."""

import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from seguia.actions.licences import licence_address
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
from seguia.core.identifiers import PublicIdConverter
from seguia.library.finding import Wanted, narrowed_methods
from seguia.library.models import Method
from seguia.library.queries import examples_of, published_method

router = Router(tags=["library"])


class MethodOut(TextItem):
    """A method, guide, tool or document template."""

    id: str = Field(description="Public identifier.")
    kind: CodeOut = Field(description="`method`, `guide`, `tool` or `template`.")
    title: Texts
    label: Label
    summary: Texts
    organisation: str | None = Field(description="Public identifier of its organisation; null: the network's own.")
    themes: list[CodeOut]
    published_at: datetime.datetime
    changed_at: datetime.datetime
    url: Addresses


class DocumentOut(Schema):
    """A file that goes with it."""

    url: str
    label: str
    language: str
    content_type: str
    size: int = Field(description="Bytes.")


class MethodDetail(MethodOut):
    """Everything about one method."""

    body: Texts = Field(description="Markdown, by language.")
    goals: list[CodeOut]
    examples: list[str] = Field(description="Public identifiers of published actions in which it was applied.")
    documents: list[DocumentOut]
    link: str | None = Field(description="Where the thing itself is found, outside this platform.")
    source: str
    publisher: str
    year: int | None
    licence: str = Field(description="SPDX identifier of the licence of the text.")
    licence_url: str


class MethodFilters(PageRequest):
    """All of them must hold."""

    kind: str = Field("", max_length=8, description="`method`, `guide`, `tool` or `template`.")
    theme: str = Field("", max_length=80, description="Slug of a concept; of a theme: everything under it, too.")
    goal: str = Field("", max_length=5, description="Code of a goal (with its targets) or of a target.")
    language: str = Field("", max_length=12, description="Only what can be read in this language.")


@router.get("/methods", response=Page[MethodOut], url_name="list_methods", summary="The library")
def list_methods(request: HttpRequest, asked: Query[MethodFilters]) -> Any:
    """Newest first."""
    wanted = Wanted(kind=asked.kind, theme=asked.theme, goal=asked.goal, language=asked.language)
    return page_of(request, narrowed_methods(wanted), asked, _out)


@router.get("/methods/{public_id}", response=MethodDetail, url_name="read_method", summary="One method, everything")
def read_method(request: HttpRequest, public_id: str) -> Any:
    """In all its languages, with its documents and the actions in which it was applied."""
    method = published_method(PublicIdConverter().to_python(public_id))
    return MethodDetail(
        **_fields(method),
        body=texts_of(method.body),
        goals=[coded(goal.code, str(goal.label)) for goal in method.goals.all()],
        examples=[action.public_id for action in examples_of(method)],
        documents=_documents(method),
        link=method.link or None,
        source=method.source,
        publisher=method.publisher,
        year=method.year,
        licence=method.licence,
        licence_url=licence_address(method.licence),
    )


def _out(method: Method) -> MethodOut:
    return MethodOut(**_fields(method))


def _fields(method: Method) -> dict[str, Any]:
    return {
        "id": method.public_id,
        "kind": coded(method.kind, str(method.get_kind_display())),
        "original_language": method.original_language,
        "languages": method.languages(),
        "title": texts_of(method.title),
        "label": label_of(method.title, method.original_language),
        "summary": texts_of(method.summary),
        "organisation": method.organisation.public_id if method.organisation else None,
        "themes": [coded(theme.slug, theme.label().text) for theme in method.themes.all()],
        "published_at": method.published_at,
        "changed_at": method.changed_at,
        "url": addresses_by_language(method.get_absolute_url),
    }


def _documents(method: Method) -> list[DocumentOut]:
    return [
        DocumentOut(
            url=absolute(reverse("files:download", args=[document.file.public_id])),
            label=document.label,
            language=document.language,
            content_type=document.file.content_type,
            size=document.file.size,
        )
        for document in method.documents.select_related("file")
    ]
