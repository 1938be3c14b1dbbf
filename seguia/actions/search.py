"""What search knows of an action."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from seguia.actions.models import Action, Stage
from seguia.core.formats import country_name
from seguia.core.languages import own_name
from seguia.core.translated import TranslatedText, as_translated
from seguia.search.index.document import Document, Texts
from seguia.search.registry import FacetKind, Source, register_dependents, register_facet, register_source
from seguia.territories.models import Kind, PopulationClass, Territory, Trait
from seguia.vocabulary.models import Concept, Goal

KIND = "action"


class CostClass(StrEnum):
    """How much an action cost, in euros, by order of magnitude."""

    NONE = "none"
    UNDER_10K = "under-10k"
    UNDER_100K = "10k-100k"
    UNDER_1M = "100k-1m"
    OVER_1M = "over-1m"
    UNKNOWN = "unknown"


EUROS: dict[str, Decimal] = {
    code: Decimal(rate)
    for code, rate in {
        "EUR": "1", "USD": "0.9", "GBP": "1.15", "CHF": "1.05", "CAD": "0.65", "MAD": "0.093", "TND": "0.3",
        "DZD": "0.0068", "EGP": "0.019", "JOD": "1.3", "LBP": "0.00001", "XOF": "0.00152", "XPF": "0.00838",
    }.items()
}  # fmt: skip
"""Rough value of one unit in euros. Only good for the classes above, which differ by a factor of ten: never shown,
never added up."""


def cost_class(cost: Decimal | None, currency: str) -> CostClass:
    """The class of a cost; unknown stays unknown."""
    if cost is None or currency not in EUROS:
        return CostClass.UNKNOWN
    euros = cost * EUROS[currency]
    limits = [
        (Decimal(10_000), CostClass.UNDER_10K),
        (Decimal(100_000), CostClass.UNDER_100K),
        (Decimal(1_000_000), CostClass.UNDER_1M),
    ]
    if not euros:
        return CostClass.NONE
    return next((found for limit, found in limits if euros < limit), CostClass.OVER_1M)


def action_documents(ids: Iterable[int]) -> Iterator[Document]:
    """Documents of the published actions among `ids`, in a constant number of queries a batch."""
    actions = list(
        Action.objects.published()
        .filter(pk__in=list(ids))
        .with_rows()
        .prefetch_related("organisation__territory__codes")
        .order_by("pk")
    )
    if not actions:
        return
    broader = _BroaderConcepts()
    countries = {territory.country: territory for territory in Territory.objects.current().filter(kind=Kind.COUNTRY)}
    for action in actions:
        yield _document(action, broader, countries)


def _document(action: Action, broader: "_BroaderConcepts", countries: dict[str, Territory]) -> Document:
    town = action.organisation.territory
    return Document(
        kind=KIND,
        object_id=action.pk,
        texts={language: _texts(action, language) for language in action.languages()},
        original_language=action.original_language,
        names=_names(action, countries),
        facets={name: codes for name, codes in _facets(action).items() if codes},
        concepts=broader.slugs_of([theme.pk for theme in action.themes.all()]),
        date=int(action.published_at.timestamp()) if action.published_at else 0,
        population=(town.population or 0) if town else 0,
        place=town.pk if town else 0,
        completeness=_completeness(action),
    )


_BODY = ["problem", "done", "steps", "results", "lessons", "differently", "transfer", "partners", "media"]
"""In reading order."""


def _texts(action: Action, language: str) -> Texts:
    title, summary = (as_translated(getattr(action, name)).get(language, "") for name in ("title", "summary"))
    parts: list[str] = []
    for name in _BODY:
        value = getattr(action, name)
        if name in Action.TEXT_FIELDS:
            parts.append(as_translated(value).get(language, ""))
            continue
        for row in value.all():
            parts += [as_translated(getattr(row, text)).get(language, "") for text in row.TEXT_FIELDS]
    return Texts(title, summary, "\n".join(part for part in parts if part))


def _names(action: Action, countries: dict[str, Territory]) -> list[str]:
    """Names in every language and codes of the town, of what lies above it and of the places, each once."""
    town = action.organisation.territory
    above = [town.department, town.region, countries.get(town.country)] if town else []
    names = list(action.organisation.name.values())
    for territory in filter(None, [town, *above, *action.places.all()]):
        names += [*TranslatedText(territory.name).values(), territory.code]
    if town:
        names += [code.code for code in town.codes.all()]
    return list(dict.fromkeys(names))


def region_of(town: Territory) -> Territory | None:
    """The first-level territory a town lies in, or is."""
    return town if town.kind == Kind.REGION else town.region


def _facets(action: Action) -> dict[str, list[str]]:
    town = action.organisation.territory
    themes = [concept.theme.slug if concept.theme else concept.slug for concept in action.themes.all()]
    goals = [code for goal in action.goals.all() for code in (str(goal.number), goal.code)]
    return {
        "theme": list(dict.fromkeys(themes)),
        "sdg": list(dict.fromkeys(goals)),
        "stage": [action.stage],
        "cost": [cost_class(action.cost, action.cost_currency).value],
        "language": action.languages(),
        **(_town_facets(town) if town else {}),
    }


def _town_facets(town: Territory) -> dict[str, list[str]]:
    region, size = region_of(town), town.population_class
    return {
        "country": [town.country],
        "region": [region.reference] if region else [],
        "size": [size.value] if size else [],
        "trait": list(town.traits),
    }


def _completeness(action: Action) -> float:
    """Share of the parts that are filled, in whatever language."""
    texts = [bool(getattr(action, name)) for name in Action.TEXT_FIELDS]
    rows = [
        bool(getattr(action, name).all()) for name in ("steps", "results", "funders", "partners", "sources", "media")
    ]
    parts = [*texts, *rows, action.cost is not None, bool(action.goals.all())]
    return round(sum(parts) / len(parts), 3)


class _BroaderConcepts:
    """The tree of concepts, read once a batch."""

    def __init__(self) -> None:
        self._slugs = dict(Concept.objects.order_by().values_list("pk", "slug"))
        self._above: dict[int, list[int]] = {}
        for narrow, broad in Concept.broader.through.objects.values_list("from_concept_id", "to_concept_id"):
            self._above.setdefault(narrow, []).append(broad)

    def slugs_of(self, concepts: Iterable[int]) -> list[str]:
        """Slugs of the concepts and of everything above them, sorted; a loop in the tree ends."""
        seen: set[int] = set()
        waiting = list(concepts)
        while waiting:
            concept = waiting.pop()
            if concept not in seen:
                seen.add(concept)
                waiting += self._above.get(concept, [])
        return sorted(self._slugs[concept] for concept in seen if concept in self._slugs)


def _theme_labels(codes: Sequence[str], language: str) -> dict[str, str]:
    return {c.slug: c.label(language).text for c in Concept.objects.filter(slug__in=list(codes))}


def _goal_labels(codes: Sequence[str], language: str) -> dict[str, str]:
    found = Goal.objects.filter(code__in=list(codes))
    return {goal.code: f"{goal.code} {TranslatedText(goal.label).localised(language).text}" for goal in found}


def _region_labels(codes: Sequence[str], language: str) -> dict[str, str]:
    bare = [reference.partition(":")[2] for reference in codes]
    found = Territory.objects.current().filter(code__in=bare)
    return {t.reference: t.label(language).text for t in found if t.reference in codes}


def _of_choices(labels: dict[str, str | Promise]) -> Callable[[Sequence[str], str], dict[str, str]]:
    def labelled(codes: Sequence[str], language: str) -> dict[str, str]:
        with override(language):
            return {code: str(labels[code]) for code in codes if code in labels}

    return labelled


COST_LABELS: dict[str, str | Promise] = {
    CostClass.NONE.value: _("no cost"),
    CostClass.UNDER_10K.value: _("under 10,000 €"),
    CostClass.UNDER_100K.value: _("10,000 to 100,000 €"),
    CostClass.UNDER_1M.value: _("100,000 to 1 million €"),
    CostClass.OVER_1M.value: _("over 1 million €"),
    CostClass.UNKNOWN.value: _("cost not stated"),
}


def _actions_of_territories(ids: Sequence[int]) -> "QuerySet[Action, int]":
    """Sheets whose documents name one of these territories: the town, or what it is part of."""
    named = Q(organisation__territory__in=ids) | Q(organisation__territory__region__in=ids)
    return Action.objects.published().filter(named).order_by().values_list("pk", flat=True)


def register() -> None:
    """Make actions findable and name their facets."""
    register_source(
        Source(
            KIND,
            action_documents,
            lambda: Action.objects.published().order_by("pk").values_list("pk", flat=True).iterator(),
        )
    )
    register_dependents(KIND, "territory", _actions_of_territories)
    for facet in [
        FacetKind("theme", _("Theme"), _theme_labels),
        FacetKind("sdg", _("Sustainable Development Goal"), _goal_labels),
        FacetKind("country", _("Country"), lambda codes, language: {c: country_name(c, language) for c in codes}),
        FacetKind("region", _("Region"), _region_labels),
        FacetKind("size", _("Size of the town"), _of_choices(dict(PopulationClass.choices)), PopulationClass.values),
        FacetKind("trait", _("What the place is like"), _of_choices(dict(Trait.choices))),
        FacetKind("stage", _("Stage"), _of_choices(dict(Stage.choices)), Stage.values),
        FacetKind("cost", _("Cost"), _of_choices(COST_LABELS), [c.value for c in CostClass]),
        FacetKind("language", _("Language"), lambda codes, language: {code: own_name(code) for code in codes}),
    ]:
        register_facet(facet)
