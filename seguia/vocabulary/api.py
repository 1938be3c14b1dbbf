"""The vocabulary to read by machine: concepts and goals."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from seguia.core.addresses import addresses_by_language
from seguia.core.api import (
    Addresses,
    Label,
    Page,
    PageRequest,
    TextItem,
    Texts,
    equal_languages,
    label_of,
    page_of,
    texts_of,
)
from seguia.core.errors import Invalid
from seguia.core.languages import language_codes
from seguia.vocabulary.models import Concept, Goal
from seguia.vocabulary.queries import (
    concept_by_slug,
    concepts_by_slug,
    concepts_with_neighbours,
    goal_by_code,
    goals_and_targets,
)

router = Router(tags=["vocabulary"])


class ConceptOut(TextItem):
    """One idea with its words in every language (skos:Concept)."""

    slug: str = Field(description="Its identifier.", examples=["composting"])
    preferred: Texts
    label: Label
    alternative: dict[str, list[str]] = Field(description="Other words for it, by language (skos:altLabel).")
    is_theme: bool = Field(description="Whether it is one of the top concepts.")
    theme: str | None = Field(description="Slug of the top concept above it.")
    broader: list[str] = Field(description="Slugs (skos:broader).")
    narrower: list[str] = Field(description="Slugs (skos:narrower).")
    related: list[str] = Field(description="Slugs (skos:related).")
    goals: list[str] = Field(description="Codes of Sustainable Development Goals and targets.", examples=[["12.5"]])
    url: Addresses


class GoalOut(TextItem):
    """A Sustainable Development Goal or one of its targets."""

    code: str = Field(description="The code of the United Nations.", examples=["12.5"])
    number: int = Field(description="Number of the goal.")
    name: Texts
    label: Label
    is_goal: bool = Field(description="A goal rather than a target.")
    goal: str | None = Field(description="Code of the goal a target belongs to.")
    url: Addresses


class ConceptFilters(PageRequest):
    """Which concepts."""

    theme: str = Field("", max_length=80, description="Slug of a top concept: it and everything below it.")
    is_theme: bool | None = Field(None, description="Only top concepts, or only the others.")


class GoalFilters(PageRequest):
    """Which goals."""

    page_size: int = Field(100, ge=1, le=200, description="Items on a page; all goals and targets fit on one.")
    goal: str = Field("", max_length=5, description="Code of a goal: only its targets.")


@router.get("/concepts", response=Page[ConceptOut], summary="Concepts of the vocabulary")
def list_concepts(request: HttpRequest, asked: Query[ConceptFilters]) -> Any:
    """Concepts in the order of the vocabulary, with their labels and their neighbours."""
    concepts = concepts_with_neighbours()
    if asked.theme:
        theme = concepts_by_slug([asked.theme]).get(asked.theme)
        if theme is None:
            raise Invalid(_("There is no theme “%(theme)s”.") % {"theme": asked.theme}, code="unknown_theme")
        concepts = concepts.filter(theme=theme)
    if asked.is_theme is not None:
        concepts = concepts.filter(is_theme=asked.is_theme)
    return page_of(request, concepts, asked, concept_out)


@router.get("/concepts/{slug}", response=ConceptOut, summary="One concept")
def read_concept(request: HttpRequest, slug: str) -> Any:
    """A concept with labels in all languages and the concepts around it."""
    return concept_out(concept_by_slug(slug))


@router.get("/goals", response=Page[GoalOut], summary="Sustainable Development Goals and targets")
def list_goals(request: HttpRequest, asked: Query[GoalFilters]) -> Any:
    """The 17 goals and their targets, in their official order."""
    goals = goals_and_targets()
    if asked.goal:
        if not goals.filter(code=asked.goal).exists():
            raise Invalid(_("There is no goal “%(code)s”.") % {"code": asked.goal}, code="unknown_goal")
        goals = goals.filter(parent_id=asked.goal)
    return page_of(request, goals, asked, goal_out)


@router.get("/goals/{code}", response=GoalOut, summary="One goal or target")
def read_goal(request: HttpRequest, code: str) -> Any:
    """A goal (`6`) or target (`6.4`) by its official code."""
    return goal_out(goal_by_code(code))


def concept_out(concept: Concept) -> ConceptOut:
    """All of a concept, without a query when the neighbours are loaded."""
    return ConceptOut(
        slug=concept.slug,
        preferred=texts_of(concept.preferred),
        label=label_of(concept.preferred),
        alternative={code: words for code in language_codes() if (words := concept.alternative.get(code))},
        is_theme=concept.is_theme,
        theme=concept.theme.slug if concept.theme else None,
        broader=_slugs(concept.broader.all()),
        narrower=_slugs(concept.narrower.all()),
        related=_slugs(concept.related.all()),
        goals=[goal.code for goal in concept.goals.all()],
        url=addresses_by_language(lambda: reverse("vocabulary:detail", args=[concept.slug])),
        **equal_languages(concept.preferred),
    )


def goal_out(goal: Goal) -> GoalOut:
    """All of a goal; no query."""
    return GoalOut(
        code=goal.code,
        number=goal.number,
        name=texts_of(goal.label),
        label=label_of(goal.label),
        is_goal=goal.is_goal,
        goal=goal.parent_id,
        url=addresses_by_language(lambda: reverse("vocabulary:goal", args=[goal.code])),
        **equal_languages(goal.label),
    )


def _slugs(concepts: "QuerySet[Concept]") -> list[str]:
    return sorted(concept.slug for concept in concepts)
