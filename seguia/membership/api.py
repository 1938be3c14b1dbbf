"""Organisations to read by machine. Who represents them is nobody's business here."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
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
    page_of,
    territory_ref,
    texts_of,
)
from seguia.core.errors import Invalid, NotFound
from seguia.core.identifiers import PublicIdConverter
from seguia.membership.models import Organisation, OrganisationKind
from seguia.membership.queries import all_organisations, organisation_by_id
from seguia.territories.codes import parsed_reference
from seguia.territories.models import Territory
from seguia.territories.queries import territory_at

router = Router(tags=["organisations"])


class OrganisationOut(TextItem):
    """A town hall, an intercommunality, an association: who carries out actions."""

    id: str = Field(description="Its public identifier.")
    kind: CodeOut
    name: Texts
    label: Label
    territory: TerritoryRef | None
    website: str | None
    url: Addresses
    is_demonstration: bool = Field(description="Part of the demonstration: not an official statement of anybody.")


class OrganisationFilters(PageRequest):
    """Which organisations."""

    kind: OrganisationKind | None = Field(None, description="What it is.")
    country: str = Field("", pattern="^([A-Za-z]{2})?$", description="ISO 3166-1 alpha-2.")
    territory: str = Field("", max_length=60, description="`scheme:code` of its territory.")


@router.get("/organisations", response=Page[OrganisationOut], summary="Organisations")
def list_organisations(request: HttpRequest, asked: Query[OrganisationFilters]) -> Any:
    """The organisations of the network."""
    organisations = all_organisations()
    if asked.kind:
        organisations = organisations.filter(kind=asked.kind)
    if asked.country:
        organisations = organisations.filter(territory__country=asked.country.upper())
    if asked.territory:
        organisations = organisations.filter(territory=asked_territory(asked.territory))
    return page_of(request, organisations, asked, organisation_out)


@router.get("/organisations/{public_id}", response=OrganisationOut, summary="One organisation")
def read_organisation(request: HttpRequest, public_id: str) -> Any:
    """An organisation by its public identifier."""
    return organisation_out(organisation_by_id(PublicIdConverter().to_python(public_id)))


def asked_territory(reference: str) -> Territory:
    """The territory a filter names by `scheme:code`. Raises Invalid: the address of the list itself is right."""
    try:
        return territory_at(*parsed_reference(reference))
    except NotFound as error:
        raise Invalid(error.message, code="unknown_territory") from error


def organisation_out(organisation: Organisation) -> OrganisationOut:
    """All of an organisation, without a query when its territory is loaded."""
    territory = organisation.territory
    return OrganisationOut(
        id=organisation.public_id,
        kind=coded(organisation.kind, organisation.get_kind_display()),
        name=texts_of(organisation.name),
        label=label_of(organisation.name),
        territory=territory_ref(territory) if territory else None,
        website=organisation.website or None,
        url=addresses_by_language(organisation.get_absolute_url),
        is_demonstration=organisation.is_demonstration,
        **equal_languages(organisation.name),
    )
