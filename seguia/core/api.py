"""What the routers of the API share: texts in several languages, pages of a list, coded values, figures."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Generic, Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from seguia.core.addresses import absolute
from seguia.core.languages import language_codes
from seguia.core.translated import as_translated

MOST_PER_PAGE, LAST_PAGE = 100, 10_000

Texts = Annotated[
    dict[str, str],
    Field(
        description="A text by language code; a language without text is left out.",
        examples=[{"ar": "النفايات", "fr": "Déchets", "en": "Waste"}],
    ),
]
Addresses = Annotated[
    dict[str, str],
    Field(
        description="The address of the page by language of the interface.",
        examples=[{"fr": "https://…/fr/…", "ar": "https://…/ar/…"}],
    ),
]
Label = Annotated[str, Field(description="Its name in the language asked for (`Accept-Language` or `?locale=`).")]


class TextItem(Schema):
    """What people read: which language it was written in, and in which languages it can be read."""

    original_language: str | None = Field(
        description="The language it was written in; null where all languages are equal (official names, vocabulary)."
    )
    languages: list[str] = Field(description="Languages in which it can be read, the original first.")


class CodeOut(Schema):
    """A coded value with its name in the reader's language."""

    code: str
    label: Label


class TerritoryRef(Schema):
    """A territory by its official code."""

    scheme: str = Field(description="The register that gives the code.", examples=["insee-com"])
    code: str = Field(examples=["62528"])
    reference: str = Field(description="`scheme:code`", examples=["insee-com:62528"])
    country: str = Field(description="ISO 3166-1 alpha-2", examples=["FR"])
    name: Texts
    label: Label


class ErrorBody(Schema):
    """What is wrong."""

    code: str = Field(examples=["invalid_parameter"])
    message: str = Field(description="A sentence to read, in the language asked for.")


class ErrorOut(Schema):
    """Every refusal has this form."""

    error: ErrorBody


class PageRequest(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=LAST_PAGE, description="Number of the page, from 1.")
    page_size: int = Field(20, ge=1, le=MOST_PER_PAGE, description="Items on a page.")


Item = TypeVar("Item", bound=Schema)
Row = TypeVar("Row", bound=Model)


class Page(Schema, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    count: int = Field(description="Items in the whole list.")
    page: int
    page_size: int
    next: str | None = Field(description="Address of the next page; null on the last.")

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """`ActionPage` for a page of `ActionOut`."""
        return f"{params[0].__name__.removesuffix('Out')}Page"


def page_of(
    request: HttpRequest, rows: "QuerySet[Row]", asked: PageRequest, make: Callable[[Row], Schema]
) -> dict[str, Any]:
    """The asked page of `rows`, each made by `make`: one query to count, one (and the prefetches) to read."""
    start = (asked.page - 1) * asked.page_size
    items = [make(row) for row in rows[start : start + asked.page_size]]
    return page_around(request, items, rows.count(), asked)


def page_around(request: HttpRequest, items: list[Any], count: int, asked: PageRequest) -> dict[str, Any]:
    """A page whose items are there already."""
    has_more = asked.page * asked.page_size < count and asked.page < LAST_PAGE
    return {
        "items": items,
        "count": count,
        "page": asked.page,
        "page_size": asked.page_size,
        "next": next_address(request, asked.page) if has_more else None,
    }


def next_address(request: HttpRequest, page: int) -> str:
    """The same list, one page on."""
    query = request.GET.copy()
    query["page"] = str(page + 1)
    return absolute(f"{request.path}?{query.urlencode()}")


class _Named(Protocol):
    """A territory, as far as a reference to it needs."""

    scheme: str
    code: str
    country: str
    name: Any

    @property
    def reference(self) -> str: ...


def territory_ref(territory: _Named) -> TerritoryRef:
    """The short form of a territory; no query."""
    return TerritoryRef(
        scheme=territory.scheme,
        code=territory.code,
        reference=territory.reference,
        country=territory.country,
        name=texts_of(territory.name),
        label=label_of(territory.name),
    )


def texts_of(value: Any) -> dict[str, str]:
    """A translated text in the network's order of languages."""
    texts = as_translated(value)
    return {code: texts[code] for code in language_codes() if texts.get(code)}


def label_of(value: Any, original: str | None = None) -> str:
    """The text as the reader sees it."""
    return as_translated(value).localised(original=original).text


def equal_languages(value: Mapping[str, str]) -> dict[str, Any]:
    """The fields of `TextItem` for a name of which no language is the original."""
    return {"original_language": None, "languages": list(texts_of(value))}


def coded(code: str, label: object) -> CodeOut:
    """A coded value; the label is translated here."""
    return CodeOut(code=code, label=str(label))


def figure(value: Decimal | None) -> float | int | None:
    """A JSON number without a needless `.0`."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
