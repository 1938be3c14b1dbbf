"""Reads: themes, concepts, what lies under a theme, goals, unknown words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.core.text import dictionary_key
from seguia.vocabulary.models import Concept, Goal, MergedConcept, UnknownWord

MOST_BELOW = 200
"""Concepts shown in one group; no theme of ours has that many below one concept."""
TWICE = 2
"""Words that were searched once only are not shown to anybody: they are slips, or names."""


@dataclass(frozen=True)
class Branch:
    """A concept directly under a theme, and everything under it, each once, in the order of the tree."""

    concept: Concept
    below: list[Concept]


def themes() -> "QuerySet[Concept]":
    """Top concepts in their order, with `.member_count` concepts each."""
    return Concept.objects.filter(is_theme=True).annotate(member_count=Count("members"))


def concepts_with_neighbours() -> "QuerySet[Concept]":
    """All concepts with what surrounds them: five queries whatever the number."""
    return Concept.objects.select_related("theme").prefetch_related("broader", "narrower", "related", "goals")


def concept_by_slug(slug: str) -> Concept:
    """A concept with what surrounds it; for an identifier that was merged, the one it was merged into. Raises NotFound."""
    concepts = concepts_with_neighbours()
    found = concepts.filter(slug=slug).first() or concepts.filter(merged__slug=slug).first()
    if found is None:
        raise NotFound(_("There is no theme or word with this address."))
    return found


def concepts_by_slug(slugs: Iterable[str]) -> dict[str, Concept]:
    """Those of these identifiers that exist: one query."""
    return {concept.slug: concept for concept in Concept.objects.filter(slug__in=list(slugs))}


def slugs_led_on(slugs: Iterable[str]) -> set[str]:
    """Identifiers with those of merged concepts replaced by the ones that stayed: one query."""
    wanted = set(slugs)
    merged = dict(MergedConcept.objects.filter(slug__in=wanted).values_list("slug", "into__slug"))
    return {merged.get(slug, slug) for slug in wanted}


def branches_of(theme: Concept) -> list[Branch]:
    """The tree under a theme, two queries whatever its size: every word in the alphabet of the reader."""
    members = {c.pk: c for c in Concept.objects.filter(theme=theme).only("slug", "preferred") if c.pk != theme.pk}
    links = Concept.broader.through.objects.filter(from_concept__theme=theme, to_concept__theme=theme)
    below: dict[int, list[Concept]] = defaultdict(list)
    for narrow, wide in links.order_by("pk").values_list("from_concept_id", "to_concept_id"):
        if narrow in members:
            below[wide].append(members[narrow])
    for narrower in below.values():
        narrower.sort(key=_alphabet)
    return [Branch(concept, _everything_below(concept, below)) for concept in below.get(theme.pk, [])]


def _alphabet(concept: Concept) -> tuple[str, str]:
    return dictionary_key(concept.label().text)


def _everything_below(concept: Concept, below: dict[int, list[Concept]]) -> list[Concept]:
    """Depth first; a circle ends."""
    found: dict[int, Concept] = {}
    waiting = list(reversed(below.get(concept.pk, [])))
    while waiting and len(found) < MOST_BELOW:
        one = waiting.pop()
        if one.pk not in found and one.pk != concept.pk:
            found[one.pk] = one
            waiting += reversed(below.get(one.pk, []))
    return list(found.values())


def unknown_words() -> "QuerySet[UnknownWord]":
    """What was searched for more than once and is known nowhere, the most wanted first."""
    return UnknownWord.objects.filter(is_ignored=False, count__gte=TWICE)


def unknown_word_by_id(pk: int) -> UnknownWord:
    """Raises NotFound: it was answered or forgotten meanwhile."""
    found = UnknownWord.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("This word is no longer in the list: somebody answered it, or it was forgotten."))
    return found


def goals() -> "QuerySet[Goal]":
    """The seventeen goals."""
    return Goal.objects.filter(parent=None)


def goals_and_targets() -> "QuerySet[Goal]":
    """Goals, each followed by its targets."""
    return Goal.objects.all()


def goal_by_code(code: str) -> Goal:
    """A goal or target with its targets and its words. Raises NotFound."""
    found = Goal.objects.select_related("parent").prefetch_related("targets", "concepts").filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no Sustainable Development Goal with this number."))
    return found
