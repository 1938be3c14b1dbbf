"""Reads: themes, concepts, goals."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.vocabulary.models import Concept, Goal


def themes() -> "QuerySet[Concept]":
    """Top concepts in their order, with `.member_count` concepts each."""
    return Concept.objects.filter(is_theme=True).annotate(member_count=Count("members"))


def concept_by_slug(slug: str) -> Concept:
    """A concept with what surrounds it. Raises NotFound."""
    surroundings = ("broader", "narrower", "related", "goals")
    found = Concept.objects.select_related("theme").prefetch_related(*surroundings).filter(slug=slug).first()
    if found is None:
        raise NotFound(_("There is no theme or word with this address."))
    return found


def goals() -> "QuerySet[Goal]":
    """The seventeen goals."""
    return Goal.objects.filter(parent=None)


def goal_by_code(code: str) -> Goal:
    """A goal or target with its targets and its words. Raises NotFound."""
    found = Goal.objects.select_related("parent").prefetch_related("targets", "concepts").filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no Sustainable Development Goal with this number."))
    return found
