"""Offers of exchanges to read by machine: what visitors see, and nothing more."""

import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from seguia.core.addresses import addresses_by_language
from seguia.core.api import (
    Addresses,
    CodeOut,
    Label,
    Page,
    PageRequest,
    TerritoryRef,
    Texts,
    coded,
    label_of,
    page_of,
    territory_ref,
    texts_of,
)
from seguia.core.errors import NotFound
from seguia.core.identifiers import PublicIdConverter
from seguia.exchange.filters import PostingFilters, filtered_postings
from seguia.exchange.models import Kind, Posting, Side
from seguia.exchange.queries import posting_for, public_postings

router = Router(tags=["exchanges"])


class OfferingOrganisation(Schema):
    """Who offers."""

    id: str = Field(description="Its public identifier.")
    name: Texts
    label: Label
    territory: TerritoryRef | None


class ThemeRef(Schema):
    """A concept of the vocabulary."""

    slug: str
    label: Label


class ExchangeOut(Schema):
    """An offer of a town to other towns, in short. Contacts are exchanged between matched towns only."""

    id: str = Field(description="Its public identifier.")
    kind: CodeOut
    title: str
    summary: str = Field(description="The beginning of the description.")
    language: str = Field(description="The language title and summary are written in.")
    organisation: OfferingOrganisation
    themes: list[ThemeRef]
    spoken: list[str] = Field(description="Languages spoken, as codes.", examples=[["ar", "fr"]])
    date_from: datetime.date | None = Field(description="The earliest day; null where it is open.")
    date_to: datetime.date | None = Field(description="The latest day; null where it is open.")
    is_online: bool = Field(description="Whether it can be done online.")
    place: TerritoryRef | None = Field(description="Where it takes place.")
    capacity: int = Field(description="How many towns at once.")
    payment: CodeOut = Field(description="Who pays for travel and time.")
    status: CodeOut = Field(description="`open`, or `matched` while all places are taken.")
    url: Addresses
    changed_at: datetime.datetime
    is_demonstration: bool = Field(description="Part of the demonstration: invented.")


class ExchangeFilters(PageRequest):
    """Which offers."""

    kind: Kind | None = Field(None, description="What is exchanged.")
    theme: str = Field("", max_length=80, pattern="^[a-z0-9-]*$", description="Slug of a theme or concept.")
    country: str = Field("", pattern="^([A-Za-z]{2})?$", description="ISO 3166-1 alpha-2.")
    spoken: str = Field("", max_length=3, description="Code of a language that is spoken.")


@router.get("/exchanges", response=Page[ExchangeOut], url_name="list_exchanges", summary="Public offers of exchanges")
def list_exchanges(request: HttpRequest, asked: Query[ExchangeFilters]) -> Any:
    """What towns offer to one another: open ones first, the newest first."""
    chosen = {"kind": asked.kind or "", "theme": asked.theme, "country": asked.country, "spoken": asked.spoken}
    filters = PostingFilters.from_query({"side": Side.OFFER, **chosen})
    return page_of(request, filtered_postings(public_postings(), filters), asked, exchange_out)


@router.get("/exchanges/{public_id}", response=ExchangeOut, url_name="read_exchange", summary="One public offer")
def read_exchange(request: HttpRequest, public_id: str) -> Any:
    """An offer by its public identifier; requests are not part of the interface."""
    posting = posting_for(AnonymousUser(), PublicIdConverter().to_python(public_id))
    if not posting.is_offer:
        raise NotFound(_("There is no offer or request with this address, or it is not open."))
    return exchange_out(posting)


def exchange_out(posting: Posting) -> ExchangeOut:
    """All that is public of an offer; no query when town, place and themes are loaded."""
    organisation, where = posting.organisation, posting.where
    return ExchangeOut(
        id=posting.public_id,
        kind=coded(posting.kind, posting.get_kind_display()),
        title=posting.title,
        summary=posting.short().text,
        language=posting.language,
        organisation=OfferingOrganisation(
            id=organisation.public_id,
            name=texts_of(organisation.name),
            label=label_of(organisation.name),
            territory=territory_ref(organisation.territory) if organisation.territory else None,
        ),
        themes=[ThemeRef(slug=theme.slug, label=theme.label().text) for theme in posting.themes.all()],
        spoken=posting.spoken,
        date_from=posting.date_from,
        date_to=posting.date_to,
        is_online=posting.is_online,
        place=territory_ref(where) if where else None,
        capacity=posting.capacity,
        payment=coded(posting.payment, posting.get_payment_display()),
        status=coded(posting.status, posting.get_status_display()),
        url=addresses_by_language(posting.get_absolute_url),
        changed_at=posting.changed_at,
        is_demonstration=posting.is_demonstration,
    )
