"""Mandates to read by machine: what public registers publish, and nothing more."""

import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from seguia.core.api import (
    CodeOut,
    Page,
    PageRequest,
    TerritoryRef,
    TextItem,
    Texts,
    coded,
    equal_languages,
    page_of,
    territory_ref,
    texts_of,
)
from seguia.core.identifiers import PublicIdConverter
from seguia.mandates.models import Function, Mandate
from seguia.mandates.queries.officials import mandate_by_id, public_mandates
from seguia.membership.api import asked_territory

router = Router(tags=["mandates"])


class OfficialOut(Schema):
    """Who: the name as registers publish it. Nothing on birth, profession or account."""

    id: str = Field(description="The same for all mandates of the person that this network knows to be one person's.")
    latin_name: str | None
    arabic_name: str | None


class MandateOut(TextItem):
    """A function somebody holds for a territory from a day to a day."""

    id: str = Field(description="Its public identifier.")
    official: OfficialOut
    function: CodeOut
    territory: TerritoryRef
    delegation: Texts
    rank: int | None
    since: datetime.date
    until: datetime.date | None = Field(description="The first day without it; null while its end is open.")
    source: str
    source_url: str | None
    source_date: datetime.date | None = Field(description="The day the source describes.")
    is_demonstration: bool = Field(description="Part of the demonstration: an invented person.")


class MandateFilters(PageRequest):
    """Which mandates."""

    territory: str = Field("", max_length=60, description="`scheme:code` of the territory.")
    function: Function | None = Field(None, description="What the official is.")
    country: str = Field("", pattern="^([A-Za-z]{2})?$", description="ISO 3166-1 alpha-2.")
    on: datetime.date | None = Field(None, description="Mandates of this day; without it, today's.")


@router.get("/mandates", response=Page[MandateOut], summary="Mandates on a day")
def list_mandates(request: HttpRequest, asked: Query[MandateFilters]) -> Any:
    """Who holds which function, today or on a day."""
    territory = asked_territory(asked.territory) if asked.territory else None
    mandates = public_mandates(
        territory=territory, function=asked.function or "", on=asked.on, country=asked.country.upper()
    )
    return page_of(request, mandates, asked, mandate_out)


@router.get("/mandates/{public_id}", response=MandateOut, summary="One mandate")
def read_mandate(request: HttpRequest, public_id: str) -> Any:
    """A mandate by its public identifier."""
    return mandate_out(mandate_by_id(PublicIdConverter().to_python(public_id)))


def mandate_out(mandate: Mandate) -> MandateOut:
    """All that is public of a mandate; no query when official and territory are loaded."""
    official = mandate.official
    return MandateOut(
        id=mandate.public_id,
        official=OfficialOut(
            id=official.public_id,
            latin_name=official.latin_name or None,
            arabic_name=official.arabic_name or None,
        ),
        function=coded(mandate.function, mandate.get_function_display()),
        territory=territory_ref(mandate.territory),
        delegation=texts_of(mandate.delegation),
        rank=mandate.rank,
        since=mandate.since,
        until=mandate.until,
        source=mandate.source,
        source_url=mandate.source_url or None,
        source_date=mandate.source_date,
        is_demonstration=mandate.is_demonstration,
        **equal_languages(mandate.delegation),
    )
