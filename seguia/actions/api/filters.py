"""Which actions a list of the API holds."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from pydantic import Field, field_validator

from seguia.actions.models import Action, Stage
from seguia.actions.queries import actions_of_town, published_actions
from seguia.core.api import PageRequest
from seguia.core.errors import Invalid
from seguia.core.identifiers import PublicIdConverter
from seguia.core.languages import language_codes
from seguia.membership.api import asked_territory
from seguia.membership.models import Organisation
from seguia.vocabulary.models import Concept, Goal

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
        conditions &= Q(organisation=_organisation(asked.organisation))
    if asked.country:
        conditions &= Q(organisation__territory__country=asked.country.upper())
    if asked.stage:
        conditions &= Q(stage=asked.stage)
    if asked.language:
        conditions &= _readable_in(asked.language)
    if asked.theme:
        conditions &= Q(pk__in=_ids(Q(themes__in=_concept_and_narrower(asked.theme))))
    if asked.goal:
        conditions &= Q(pk__in=_ids(_of_goal(asked.goal)))
    if asked.territory:
        conditions &= Q(pk__in=actions_of_town(asked_territory(asked.territory)).order_by().values("pk"))
    found = published_actions().prefetch_related("goals").filter(conditions)
    if asked.changed_since:
        return found.filter(changed_at__gte=asked.changed_since).order_by("changed_at", "pk")
    return found


def _ids(condition: Q) -> "QuerySet[Action, Any]":
    """Through a subquery: a sheet with two fitting themes is one sheet."""
    return Action.objects.filter(condition).order_by().values("pk")


def _organisation(public_id: str) -> Organisation:
    found = Organisation.objects.filter(public_id=PublicIdConverter().to_python(public_id)).first()
    if found is None:
        raise Invalid(_("There is no organisation with this identifier."), code="unknown_organisation")
    return found


def _readable_in(language: str) -> Q:
    if language not in language_codes():
        raise Invalid(
            _("“%(name)s” can be: %(choices)s.") % {"name": "language", "choices": ", ".join(language_codes())},
            code="unknown_language",
        )
    return Q(original_language=language) | Q(title__has_key=language)


def _concept_and_narrower(slug: str) -> set[int]:
    """Downward level by level; the vocabulary is a few levels deep."""
    concept = Concept.objects.filter(slug=slug).first()
    if concept is None:
        raise Invalid(_("There is no theme “%(theme)s”.") % {"theme": slug}, code="unknown_theme")
    found, frontier = {concept.pk}, {concept.pk}
    if concept.is_theme:
        return found | set(Concept.objects.filter(theme=concept).values_list("pk", flat=True))
    while frontier:
        frontier = set(Concept.objects.filter(broader__in=frontier).values_list("pk", flat=True)) - found
        found |= frontier
    return found


def _of_goal(code: str) -> Q:
    if not Goal.objects.filter(code=code).exists():
        raise Invalid(_("There is no goal “%(code)s”.") % {"code": code}, code="unknown_goal")
    return Q(goals=code) | Q(goals__parent=code)
