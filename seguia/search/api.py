"""The search by machine: the parameters of the search page, the results as data."""

import html
import re
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from seguia.core.api import Addresses, Label, TextItem, next_address
from seguia.core.errors import SeguiaError
from seguia.core.languages import current_language
from seguia.search.engine import Hit, SearchPage, search
from seguia.search.facets import Facet
from seguia.search.highlight import Passage
from seguia.search.request import DEEPEST, SearchRequest
from seguia.search.results import ResultCard, cards_of

router = Router(tags=["search"])
_MARKS = re.compile(r"</?mark>")


class PassageOut(Schema):
    """A piece of text in one language."""

    language: str
    direction: str = Field(description="`rtl` or `ltr`")
    text: str
    html: str = Field(description="The same, escaped, with `<mark>` around what was found.")


class ThroughOut(Schema):
    """A word of the text that was found for a word in another language."""

    query: str = Field(examples=["compostage"])
    text: str = Field(examples=["التسميد"])


class ResultOut(TextItem):
    """One result."""

    id: str = Field(description="Public identifier.")
    kind: str = Field(examples=["action"])
    title: PassageOut = Field(description="In the reader's language where there is one, else in the best one.")
    passage: PassageOut = Field(description="Where it was found, or how the text begins.")
    found_through: list[ThroughOut]
    url: Addresses
    api_url: str = Field(description="Everything about it.")


class FacetValueOut(Schema):
    """One value of a facet."""

    value: str
    label: Label
    count: int
    is_active: bool


class FacetOut(Schema):
    """What the results can be narrowed by."""

    name: str
    parameter: str = Field(description="Name of the parameter that filters by it.")
    label: Label
    values: list[FacetValueOut]


class UnderstoodOut(Schema):
    """How one word of the query was understood in the other languages."""

    word: str
    translations: dict[str, list[str]]


class ResultPage(Schema):
    """One page of results."""

    items: list[ResultOut]
    count: int
    page: int
    page_size: int
    next: str | None
    did_you_mean: str | None = Field(description="The query with slips mended.")
    is_approximate: bool = Field(description="None of the best results has all the words; they have some.")
    is_capped: bool = Field(description="More come near; these are the nearest.")
    understood: list[UnderstoodOut]
    facets: list[FacetOut]


class SearchParameters(Schema):
    """As on the search page. Several values of one filter mean any of them; different filters must all hold.

    They are only named here: `SearchRequest` reads them, so that page and API cannot differ.
    """

    q: str = Field("", description="Words in any language.", examples=["compostage"])
    theme: list[str] = Field([], description="Slugs of concepts.")
    sdg: list[str] = Field([], description="Numbers of Sustainable Development Goals.")
    country: list[str] = Field([], description="ISO 3166-1 alpha-2.")
    region: list[str] = Field([], description="`scheme:code` of regions.")
    size: list[str] = Field([], description="Population classes.")
    trait: list[str] = Field([], description="What the place is like: coast, mountain, oasis …")
    stage: list[str] = Field([], description="idea, engaged, done")
    cost: list[str] = Field([], description="Cost classes.")
    lang: list[str] = Field([], description="Languages in which it can be read.")
    words: str = Field("", description="`typed`: only the words as typed, no translation, no synonym.")
    like: str = Field("", description="`scheme:code` of a town: results of towns like it come first.")
    sort: str = Field("relevance", description="relevance, newest or population")
    page: str = Field("1", description="Number of the page, from 1.")
    page_size: str = Field("20", description="Results on a page, at most 100.")


class NotReady(SeguiaError):
    """The first index is still being built."""

    status = 503
    code = "not_ready"


@router.get("/search", response=ResultPage, summary="Search in all languages")
def search_actions(request: HttpRequest, asked: Query[SearchParameters]) -> Any:
    """Texts in every language for words in any language, with the passage, the reason and the facets."""
    page = search(SearchRequest.from_query(request.GET, current_language()))
    if not page.is_ready:
        raise NotReady(_("The search is being prepared. Try again in a minute."))
    return result_page(request, page)


def result_page(request: HttpRequest, page: SearchPage) -> ResultPage:
    """The page as data. One lookup a kind; results withdrawn a moment ago are left out."""
    cards = {
        kind: cards_of(kind, [hit.object_id for hit in page.hits if hit.kind == kind])
        for kind in {hit.kind for hit in page.hits}
    }
    asked = page.request
    has_more = asked.page < page.pages and (asked.page + 1) * asked.page_size <= DEEPEST
    return ResultPage(
        items=[
            result_out(hit, cards[hit.kind][hit.object_id]) for hit in page.hits if hit.object_id in cards[hit.kind]
        ],
        count=page.count,
        page=asked.page,
        page_size=asked.page_size,
        next=next_address(request, asked.page) if has_more else None,
        did_you_mean=page.did_you_mean or None,
        is_approximate=page.is_approximate,
        is_capped=page.is_capped,
        understood=[UnderstoodOut(word=t.written, translations=t.words) for t in page.explanation],
        facets=[facet_out(facet) for facet in page.facets],
    )


def result_out(hit: Hit, card: ResultCard) -> ResultOut:
    """One hit with its card."""
    return ResultOut(
        id=card.public_id,
        kind=hit.kind,
        title=passage_out(hit.found.title),
        passage=passage_out(hit.found.passages[0]),
        found_through=[ThroughOut(query=word, text=found) for word, found in hit.found.through],
        original_language=card.original_language,
        languages=card.languages,
        url=card.url,
        api_url=card.api_url,
    )


def passage_out(passage: Passage) -> PassageOut:
    """A passage as text and as HTML."""
    return PassageOut(
        language=passage.language,
        direction=passage.direction,
        text=html.unescape(_MARKS.sub("", passage.html)),
        html=str(passage.html),
    )


def facet_out(facet: Facet) -> FacetOut:
    """A facet with its values."""
    return FacetOut(
        name=facet.name,
        parameter=facet.parameter,
        label=str(facet.label),
        values=[
            FacetValueOut(value=v.value, label=v.label, count=v.count, is_active=v.is_active) for v in facet.values
        ],
    )
