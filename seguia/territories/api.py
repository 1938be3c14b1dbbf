"""Territories to read by machine: by official code, at a time."""

import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from seguia.core.addresses import addresses_by_language
from seguia.core.api import (
    Addresses,
    CodeOut,
    Page,
    PageRequest,
    TerritoryRef,
    TextItem,
    Texts,
    coded,
    equal_languages,
    figure,
    label_of,
    page_around,
    territory_ref,
    texts_of,
)
from seguia.territories import queries
from seguia.territories.models import (
    Kind,
    PlaceFacts,
    PopulationClass,
    Territory,
    TerritoryEvent,
    TownProfile,
    Trait,
    spoken_name,
)
from seguia.territories.similarity import Weights
from seguia.territories.similarity.pages import SHOWN, LikePlace, like_places

router = Router(tags=["territories"])


class BudgetOut(Schema):
    """What a municipality spends in a year, per inhabitant; never converted."""

    per_inhabitant: float | int
    currency: str = Field(description="ISO 4217", examples=["MAD"])
    year: int | None
    source: str


class FactsOut(Schema):
    """What a place is like; empty where nothing is known."""

    traits: list[CodeOut]
    climate: CodeOut | None
    spoken_languages: list[CodeOut] = Field(description="Languages people speak and its town hall writes in (ISO 639).")
    budget: BudgetOut | None


class WordOut(Schema):
    """Who told a fact, and when."""

    by: CodeOut = Field(description="`town` or `secretariat`.")
    on: datetime.date


class ToldOut(FactsOut):
    """What a town says of itself. It counts before the register's when places are compared."""

    words: dict[str, WordOut] = Field(description="By fact: `traits`, `climate`, `spoken_languages`, `budget`.")


class TerritoryOut(FactsOut, TextItem, TerritoryRef):
    """A town, or what towns are part of, during one life."""

    kind: CodeOut
    valid_from: datetime.date | None = Field(description="First day; null when it is not known or has always been.")
    valid_to: datetime.date | None = Field(description="First day it no longer existed; null while it lives.")
    region: TerritoryRef | None = Field(description="Its first level.")
    department: TerritoryRef | None = Field(description="Its second level: department, province or prefecture.")
    population: int | None
    population_year: int | None
    size: CodeOut | None = Field(description="Its class of population.")
    area_km2: float | int | None
    latitude: float | int | None
    longitude: float | int | None
    climate_source: str
    source: str
    told: ToldOut | None = Field(description="The town's own word; null where it told nothing.")
    url: Addresses


class FormerNameOut(Schema):
    """A name it had."""

    name: Texts
    valid_to: datetime.date = Field(description="First day it was no longer called so.")


class FurtherCodeOut(Schema):
    """Another code of it, or one it had."""

    scheme: str
    code: str
    valid_to: datetime.date | None = Field(description="First day the code was no longer its own; null while it is.")


class EventOut(Schema):
    """What happened on a day."""

    kind: CodeOut
    date: datetime.date
    official_code: str = Field(description="The register's own code of the event, for example INSEE 32.")
    before: list[TerritoryRef]
    after: list[TerritoryRef]
    source: str


class TerritoryDetailOut(TerritoryOut):
    """A territory with its levels, codes and history."""

    levels: list[TerritoryRef] = Field(description="What it is part of, nearest first.")
    codes: list[FurtherCodeOut]
    former_names: list[FormerNameOut]
    events: list[EventOut]
    now: list[TerritoryRef] = Field(description="Who stands in its place now: itself while it lives.")


class LineageOut(Schema):
    """Who a territory was on a day."""

    on: datetime.date
    items: list[TerritoryRef] = Field(description="By the name of that day.")


class TerritoryFiltersIn(PageRequest):
    """Which territories."""

    q: str = Field("", max_length=100, description="The beginning of a name in any language, or a code.")
    country: str = Field("", pattern="^([A-Za-z]{2})?$", description="ISO 3166-1 alpha-2.")
    kind: Kind | None = Field(None, description="What it is.")
    region: str = Field("", max_length=60, description="`scheme:code` of its region.")
    size: PopulationClass | None = Field(None, description="Class of population.")
    trait: Trait | None = Field(None, description="What the place is like.")


class DayIn(Schema):
    """When."""

    on: datetime.date | None = Field(None, description="A day, for example 2010-01-01; without it, now.")


class PastDayIn(Schema):
    """When; it must be said."""

    on: datetime.date = Field(description="A day, for example 2010-01-01.")


@router.get("/territories", response=Page[TerritoryOut], summary="Territories")
def list_territories(request: HttpRequest, asked: Query[TerritoryFiltersIn]) -> Any:
    """Territories that exist now, the largest first."""
    filters = queries.TerritoryFilters(
        text=asked.q,
        country=asked.country,
        kind=asked.kind or "",
        region=asked.region,
        size=asked.size or "",
        trait=asked.trait or "",
        page=asked.page,
        page_size=asked.page_size,
    ).checked()
    found = queries.page_of_territories(filters)
    items = found.items if found.page == asked.page else []
    return page_around(request, [TerritoryOut(**_fields(territory)) for territory in items], found.count, asked)


@router.get("/territories/{scheme}/{code}", response=TerritoryDetailOut, summary="One territory")
def read_territory(request: HttpRequest, scheme: str, code: str, asked: Query[DayIn]) -> Any:
    """The territory that has a code now, or had it on the day `on`. Further and former codes find it too."""
    territory = queries.territory_at(scheme, code, asked.on)
    return TerritoryDetailOut(
        **_fields(territory),
        levels=[territory_ref(level) for level in queries.levels(territory)],
        codes=[
            FurtherCodeOut(scheme=code.scheme, code=code.code, valid_to=code.valid_to)
            for code in territory.codes.order_by("scheme", "code")
        ],
        former_names=[
            FormerNameOut(name=texts_of(former.name), valid_to=former.valid_to)
            for former in territory.former_names.all()
        ],
        events=[_event(event) for event in queries.events_of(territory)],
        now=[territory_ref(life) for life in queries.who_is_now(territory)],
    )


@router.get("/territories/{scheme}/{code}/was", response=LineageOut, summary="Who was this then")
def read_lineage(request: HttpRequest, scheme: str, code: str, asked: Query[PastDayIn]) -> Any:
    """The territories that stood in the place of this one on a day, by the names of that day."""
    lives = queries.who_was(queries.territory_at(scheme, code), asked.on)
    return LineageOut(on=asked.on, items=[_ref_on(life, asked.on) for life in lives])


class ReasonOut(Schema):
    """Why two places match."""

    criterion: str = Field(examples=["nature"])
    text: str = Field(description="In the language of the request.")


class LikePlaceOut(Schema):
    """A place that resembles another."""

    territory: TerritoryRef
    likeness: float = Field(description="0 to 1.")
    confidence: float = Field(description="Share of the criteria of which both sides are known, 0 to 1.")
    parts: dict[str, float] = Field(description="Of each criterion known for both, 0 to 1.")
    reasons: list[ReasonOut]


class LikePlacesOut(Schema):
    """The places most like one, best first."""

    items: list[LikePlaceOut]


class WeightsIn(Schema):
    """How much each criterion counts, 0 to 3, and where to look."""

    size: str = Field("", pattern="^[0-3]?$", description="Number of inhabitants.")
    density: str = Field("", pattern="^[0-3]?$", description="Inhabitants per km².")
    nature: str = Field("", pattern="^[0-3]?$", description="Traits of land and water.")
    climate: str = Field("", pattern="^[0-3]?$", description="The same climate, or one next to it.")
    settlement: str = Field("", pattern="^[0-3]?$", description="Urban or rural.")
    visitors: str = Field("", pattern="^[0-3]?$", description="Tourism and heritage.")
    priorities: str = Field("", pattern="^[0-3]?$", description="Themes and goals of published sheets.")
    languages: str = Field("", pattern="^[0-3]?$", description="Languages people speak.")
    budget: str = Field("", pattern="^[0-3]?$", description="Municipal budget per inhabitant, within one currency.")
    country: str = Field("", pattern="^[0-3]?$", description="Whether the same country counts.")
    where: list[str] = Field([], description="Only in these countries (ISO 3166-1 alpha-2).", max_length=20)


@router.get("/territories/{scheme}/{code}/like", response=LikePlacesOut, summary="Places like this one")
def list_like_places(request: HttpRequest, scheme: str, code: str, asked: Query[WeightsIn]) -> Any:
    """The 20 communes most like one, with the reasons. What is not known of a place lowers the figure."""
    territory = queries.existing_territory(scheme, code)
    weights = Weights.from_query(asked.model_dump(exclude={"where"}))
    found = like_places(territory, weights, most=SHOWN, countries=[code.upper() for code in asked.where])
    return LikePlacesOut(items=[_like_place(place) for place in found])


def _like_place(place: LikePlace) -> LikePlaceOut:
    return LikePlaceOut(
        territory=territory_ref(place.territory),
        likeness=round(place.match.likeness, 4),
        confidence=round(place.match.confidence, 4),
        parts={criterion.value: round(value, 4) for criterion, value in place.match.parts.items()},
        reasons=[ReasonOut(criterion=reason.criterion.value, text=reason.text) for reason in place.reasons],
    )


def _fields(territory: Territory) -> dict[str, Any]:
    size = territory.population_class
    return {
        **territory_ref(territory).model_dump(),
        **equal_languages(territory.name),
        "kind": coded(territory.kind, territory.get_kind_display()),
        "valid_from": territory.valid_from,
        "valid_to": territory.valid_to,
        "region": territory_ref(territory.region) if territory.region else None,
        "department": territory_ref(territory.department) if territory.department else None,
        "population": territory.population,
        "population_year": territory.population_year,
        "size": coded(size.value, size.label) if size else None,
        "area_km2": figure(territory.area_km2),
        "latitude": figure(territory.latitude),
        "longitude": figure(territory.longitude),
        **_facts(territory),
        "climate_source": territory.climate_source,
        "source": territory.source,
        "told": _told(territory.own_word),
        "url": addresses_by_language(territory.get_absolute_url),
    }


def _facts(facts: PlaceFacts) -> dict[str, Any]:
    return {
        "traits": [coded(code, Trait(code).label) for code in facts.traits],
        "climate": coded(facts.climate, facts.get_climate_display()) if facts.climate else None,
        "spoken_languages": [coded(code, spoken_name(code)) for code in facts.spoken_languages],
        "budget": _budget(facts),
    }


def _budget(facts: PlaceFacts) -> BudgetOut | None:
    amount = figure(facts.budget_per_inhabitant)
    if amount is None:
        return None
    return BudgetOut(
        per_inhabitant=amount, currency=facts.budget_currency, year=facts.budget_year, source=facts.budget_source
    )


def _told(profile: TownProfile | None) -> ToldOut | None:
    if profile is None or not profile.told:
        return None
    words = {fact: word for fact in profile.told if (word := profile.word(fact)) is not None}
    said = {fact: WordOut(by=coded(word.by, word.by.label), on=word.on) for fact, word in words.items()}
    return ToldOut(**_facts(profile), words=said)


def _ref_on(life: Territory, day: datetime.date) -> TerritoryRef:
    name = life.name_on(day)
    return territory_ref(life).model_copy(update={"name": texts_of(name), "label": label_of(name)})


def _event(event: TerritoryEvent) -> EventOut:
    """Who stood before by the name of the day before."""
    sides = list(event.sides.all())
    eve = event.date - datetime.timedelta(days=1)
    return EventOut(
        kind=coded(event.kind, event.get_kind_display()),
        date=event.date,
        official_code=event.official_code,
        before=[_ref_on(side.territory, eve) for side in sides if not side.is_after],
        after=[_ref_on(side.territory, event.date) for side in sides if side.is_after],
        source=event.source,
    )
