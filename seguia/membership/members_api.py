"""The directory of members in the API, as JSON and as a table."""

from typing import Any

from django.http import HttpRequest, HttpResponse
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
    TextItem,
    Texts,
    coded,
    equal_languages,
    label_of,
    page_around,
    territory_ref,
    texts_of,
)
from seguia.membership.directory.export import csv_lines
from seguia.membership.directory.filters import DirectoryFilters
from seguia.membership.directory.listing import found_members, members_by_id
from seguia.membership.models import Membership, MembershipKind, OrganisationKind
from seguia.territories.models import PopulationClass

router = Router(tags=["members"])


class PublicContactOut(Schema):
    """What the organisation shows to everybody; the rest is not there."""

    address: str | None = None
    email: str | None = None
    phone: str | None = None


class MemberOut(TextItem):
    """A member of the network, as its public directory shows it."""

    id: str = Field(description="Of this membership.")
    organisation: str = Field(description="The organisation's public identifier, as in `/organisations/{id}`.")
    name: Texts
    label: Label
    kind: CodeOut = Field(description="What the organisation is.")
    member: CodeOut = Field(description="What sort of member it is.")
    member_since: str = Field(description="ISO 8601 day; where towns merged, the earliest of them.")
    country: str | None = Field(description="ISO 3166-1 alpha-2.")
    territory: TerritoryRef | None
    population: int | None
    website: str | None
    contact: PublicContactOut
    url: Addresses
    is_demonstration: bool = Field(description="Part of the demonstration: not an official statement of anybody.")


class MemberQuery(Schema):
    """Which members."""

    q: str = Field(
        "", max_length=100, description="Beginning of a name or of a word of it, in any language; or a code."
    )
    country: str = Field("", pattern="^([A-Za-z]{2})?$", description="ISO 3166-1 alpha-2.")
    region: str = Field("", max_length=60, description="`scheme:code` of a region.")
    size: PopulationClass | None = Field(None, description="Class of inhabitants.")
    kind: OrganisationKind | None = Field(None, description="What the organisation is.")
    member: MembershipKind | None = Field(None, description="What sort of member it is.")
    since: str = Field("", pattern="^([0-9]{4})?$", description="Year in which the membership began.")

    def filters(self) -> DirectoryFilters:
        """As the directory reads them. Raises Invalid."""
        names = ("country", "region", "size", "kind", "member", "since")
        chosen = {name: str(getattr(self, name) or "") for name in names}
        return DirectoryFilters.from_query({**chosen, "q": self.q})


class MemberPageQuery(MemberQuery, PageRequest):
    """Which members, which page."""


@router.get("/members", response=Page[MemberOut], summary="Members of the network")
def list_members(request: HttpRequest, asked: Query[MemberPageQuery]) -> Any:
    """The members of today, the largest towns first, then partners."""
    found = found_members(asked.filters())
    start = (asked.page - 1) * asked.page_size
    items = [member_out(row) for row in members_by_id(found.ids[start : start + asked.page_size])]
    return page_around(request, items, len(found.ids), asked)


TABLE = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}
"""What the description cannot tell from a type."""


@router.get(
    "/members.csv", response={200: None}, summary="Members of the network as a table (CSV)", openapi_extra=TABLE
)
def list_members_as_table(request: HttpRequest, asked: Query[MemberQuery]) -> HttpResponse:
    """The whole list in one file: UTF-8, comma, a line of names first; no cell is a formula."""
    response = HttpResponse("".join(csv_lines(asked.filters())), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="members.csv"'
    return response


def member_out(membership: Membership) -> MemberOut:
    """All of a member, without a query when its organisation and territory are loaded."""
    organisation = membership.organisation
    territory = organisation.territory
    return MemberOut(
        id=membership.public_id,
        organisation=organisation.public_id,
        name=texts_of(organisation.name),
        label=label_of(organisation.name),
        kind=coded(organisation.kind, organisation.get_kind_display()),
        member=coded(membership.kind, membership.get_kind_display()),
        member_since=str(membership.member_since or membership.since),
        country=organisation.seat_country or None,
        territory=territory_ref(territory) if territory else None,
        population=territory.population if territory else None,
        website=organisation.website or None,
        contact=PublicContactOut(**organisation.public_contact),
        url=addresses_by_language(organisation.get_absolute_url),
        is_demonstration=organisation.is_demonstration,
        **equal_languages(organisation.name),
    )
