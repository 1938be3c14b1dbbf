"""Pages of the vocabulary: themes, concepts, goals."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seguia.core.languages import direction, language_codes, own_name
from seguia.vocabulary.models import Concept
from seguia.vocabulary.queries import concept_by_slug, goal_by_code, goals, themes


@dataclass(frozen=True)
class Labels:
    """The words for a concept in one language, the preferred first."""

    code: str
    name: str
    direction: str
    words: list[str]


def theme_list(request: HttpRequest) -> HttpResponse:
    """The top concepts."""
    return render(request, "vocabulary/list.html", {"themes": themes()})


def concept_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One concept in all languages, with what is wider, narrower, near."""
    concept = concept_by_slug(slug)
    return render(request, "vocabulary/detail.html", {"concept": concept, "labels": _labels(concept)})


def _labels(concept: Concept) -> list[Labels]:
    return [Labels(code, own_name(code), direction(code), concept.labels(code)) for code in language_codes()]


def goal_list(request: HttpRequest) -> HttpResponse:
    """The seventeen goals."""
    return render(request, "vocabulary/goal_list.html", {"goals": goals()})


def goal_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One goal with its targets, or one target."""
    return render(request, "vocabulary/goal.html", {"goal": goal_by_code(code)})
