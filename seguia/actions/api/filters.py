"""Which actions a list of the API holds."""

import datetime

from django.db.models import Q, QuerySet
from pydantic import Field, field_validator

from seguia.actions.conditions import of_organisation, readable_in, serving, tagged_with
from seguia.actions.models import Action, Stage
from seguia.actions.queries import actions_of_town, published_actions
from seguia.core.api import PageRequest
from seguia.membership.api import asked_territory

EARLIEST, LATEST = 1970, 2999
"""Years a moment may have: time zones cannot carry it out of what databases hold."""


class ActionFilters(PageRequest):
    """All of them must hold."""

    organisation: str = Field("", max_length=8, description="Public identifier of the organisation.")
    territory: str = Field(
        "",
        max_length=60,
        description="`scheme:code`: actions of its organisations, of what lies in it, and those that take place there.",
        examples=["insee-com:62528"],
    )
    theme: str = Field("", max_length=80, description="Slug of a concept: it and everything narrower.")
    goal: str = Field("", max_length=5, description="Code of a goal (with its targets) or of a target.")
    country: str = Field("", pattern="^([A-Za-z]{2})?$", description="ISO 3166-1 alpha-2.")
    stage: Stage | None = Field(None, description="How far it is in the world.")
    language: str = Field("", max_length=12, description="Only what can be read in this language.")
    changed_since: datetime.datetime | None = Field(
        None, description="Only what changed at or after this moment, the earliest change first: for harvesting."
    )

    @field_validator("changed_since")
    @classmethod
    def _within_reach(cls, moment: datetime.datetime | None) -> datetime.datetime | None:
        if moment is None:
            return None
        if not EARLIEST <= moment.year <= LATEST:
            raise ValueError
        return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def filtered_actions(asked: ActionFilters) -> "QuerySet[Action]":
    """Published sheets that fit. Raises Invalid for codes that nothing has."""
    conditions = Q()
    if asked.organisation:
        conditions &= of_organisation(asked.organisation)
    if asked.country:
        conditions &= Q(organisation__territory__country=asked.country.upper())
    if asked.stage:
        conditions &= Q(stage=asked.stage)
    if asked.language:
        conditions &= readable_in(asked.language)
    if asked.theme:
        conditions &= tagged_with(asked.theme)
    if asked.goal:
        conditions &= serving(asked.goal)
    if asked.territory:
        conditions &= Q(pk__in=actions_of_town(asked_territory(asked.territory)).order_by().values("pk"))
    found = published_actions().prefetch_related("goals").filter(conditions)
    if asked.changed_since:
        return found.filter(changed_at__gte=asked.changed_since).order_by("changed_at", "pk")
    return found
