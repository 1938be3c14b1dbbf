"""Conditions that a list of actions can be narrowed by; each raises `Invalid` for codes that nothing has."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from seguia.actions.models import Action
from seguia.core.errors import Invalid
from seguia.core.identifiers import PublicIdConverter
from seguia.core.languages import language_codes
from seguia.membership.models import Organisation
from seguia.vocabulary.models import Concept, Goal


def of_organisation(public_id: str) -> Q:
    """Sheets of one organisation."""
    found = Organisation.objects.filter(public_id=PublicIdConverter().to_python(public_id)).first()
    if found is None:
        raise Invalid(_("There is no organisation with this identifier."), code="unknown_organisation")
    return Q(organisation=found)


def readable_in(language: str) -> Q:
    """Sheets that have a text in a language."""
    if language not in language_codes():
        raise Invalid(
            _("“%(name)s” can be: %(choices)s.") % {"name": "language", "choices": ", ".join(language_codes())},
            code="unknown_language",
        )
    return Q(original_language=language) | Q(title__has_key=language)


def tagged_with(slug: str) -> Q:
    """Sheets on a concept or on anything narrower."""
    return Q(pk__in=_ids(Q(themes__in=_concept_and_narrower(slug))))


def serving(code: str) -> Q:
    """Sheets that serve a target, or a goal through any of its targets."""
    if not Goal.objects.filter(code=code).exists():
        raise Invalid(_("There is no goal “%(code)s”.") % {"code": code}, code="unknown_goal")
    return Q(pk__in=_ids(Q(goals=code) | Q(goals__parent=code)))


def _ids(condition: Q) -> "QuerySet[Action, Any]":
    """Through a subquery: a sheet with two fitting themes is one sheet."""
    return Action.objects.filter(condition).order_by().values("pk")


def _concept_and_narrower(slug: str) -> set[int]:
    """Downward level by level; the vocabulary is a few levels deep."""
    concept = Concept.objects.filter(Q(slug=slug) | Q(merged__slug=slug)).first()
    if concept is None:
        raise Invalid(_("There is no theme “%(theme)s”.") % {"theme": slug}, code="unknown_theme")
    found, frontier = {concept.pk}, {concept.pk}
    if concept.is_theme:
        return found | set(Concept.objects.filter(theme=concept).values_list("pk", flat=True))
    while frontier:
        frontier = set(Concept.objects.filter(broader__in=frontier).values_list("pk", flat=True)) - found
        found |= frontier
    return found
