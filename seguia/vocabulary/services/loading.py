"""Bringing the vocabulary of the files into the database: idempotent, all or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction

from seguia.core.translated import TranslatedText
from seguia.vocabulary import sources
from seguia.vocabulary.changes import hold_vocabulary, tell_changed
from seguia.vocabulary.links import Above, wider_concepts
from seguia.vocabulary.models import Concept, Goal, LexiconEntry, MergedConcept
from seguia.vocabulary.services.placing import place_under_themes
from seguia.vocabulary.sources import ConceptRow

ORIGIN = "seguia"


@dataclass(frozen=True)
class Loaded:
    """What a load found in the files."""

    concepts: int
    goals: int
    lexicon_entries: int


def load_vocabulary() -> Loaded:
    """Load or refresh themes, concepts, goals and lexicon of our own origin.

    What others brought in stays untouched. So does every concept that the secretariat has written or changed
    (`is_edited`), with its words, links and targets; and a concept that was merged does not come back: links to it lead
    to the one it was merged into.
    """
    goals, rows = list(sources.goal_rows()), [*sources.theme_rows(), *sources.concept_rows()]
    entries = list(sources.lexicon_rows())
    with transaction.atomic():
        hold_vocabulary()
        before = wider_concepts()
        _store_goals(goals)
        _store_concepts(_rows_to_load(rows))
        _set_themes(before)
        LexiconEntry.objects.filter(origin=ORIGIN).delete()
        LexiconEntry.objects.bulk_create(
            (LexiconEntry(words=words, origin=ORIGIN) for words in entries), batch_size=500
        )
        tell_changed()
    return Loaded(len(rows), len(goals), len(entries))


def _rows_to_load(rows: list[ConceptRow]) -> list[tuple[int, ConceptRow]]:
    """Rows with their place in the order: without those that were edited or merged here, their links led on."""
    merged = dict(MergedConcept.objects.values_list("slug", "into__slug"))
    own = {*merged, *Concept.objects.filter(is_edited=True).values_list("slug", flat=True)}
    return [
        (order, replace(row, broader=_led_on(row.broader, merged), related=_led_on(row.related, merged)))
        for order, row in enumerate(rows)
        if row.slug not in own
    ]


def _led_on(slugs: list[str], merged: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(merged.get(slug, slug) for slug in slugs))


def _store_goals(rows: list[dict[str, str]]) -> None:
    parents = [row for row in rows if "." not in row["code"]]
    children = [row for row in rows if "." in row["code"]]
    for group in (parents, children):
        Goal.objects.bulk_create(
            [
                Goal(
                    code=row["code"],
                    number=int(row["code"].split(".")[0]),
                    order=rows.index(row),
                    label=TranslatedText({code: row[code] for code in sources.LEXICON_COLUMNS}),
                    parent_id=row["code"].split(".")[0] if "." in row["code"] else None,
                )
                for row in group
            ],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["number", "label", "parent"],
        )


def _store_concepts(rows: list[tuple[int, ConceptRow]]) -> None:
    Concept.objects.bulk_create(
        [
            Concept(
                slug=row.slug,
                preferred=TranslatedText({code: names[0] for code, names in row.labels.items() if names}),
                alternative={code: names[1:] for code, names in row.labels.items()},
                is_theme=row.is_theme,
                order=order,
                origin=ORIGIN,
            )
            for order, row in rows
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["preferred", "alternative", "is_theme", "order", "origin"],
    )
    _link([row for _order, row in rows], dict(Concept.objects.values_list("slug", "id")))


def _link(rows: Iterable[ConceptRow], ids: dict[str, int]) -> None:
    """Replace the links of these concepts; links to what does not exist are left out. Whether an edited concept is
    related to one of them is for the edited one to say."""
    broader, related, goals = Concept.broader.through, Concept.related.through, Concept.goals.through
    own = {ids[row.slug] for row in rows}
    known_goals = set(Goal.objects.values_list("code", flat=True))
    broader.objects.filter(from_concept_id__in=own).delete()
    related.objects.filter(from_concept_id__in=own, to_concept_id__in=own).delete()
    goals.objects.filter(concept_id__in=own).delete()
    pairs = [(ids[a.slug], ids[b]) for a in rows for b in a.broader if b in ids and b != a.slug]
    sides = {(ids[a.slug], ids[b]) for a in rows for b in a.related if ids.get(b) in own and b != a.slug}
    sides |= {(b, a) for a, b in sides}
    broader.objects.bulk_create([broader(from_concept_id=a, to_concept_id=b) for a, b in dict.fromkeys(pairs)])
    related.objects.bulk_create([related(from_concept_id=a, to_concept_id=b) for a, b in sorted(sides)])
    tagged = {(ids[row.slug], code) for row in rows for code in row.goals if code in known_goals}
    goals.objects.bulk_create([goals(concept_id=concept, goal_id=code) for concept, code in sorted(tagged)])


def _set_themes(before: Above) -> None:
    """Every concept belongs to the theme at the top of its first chain of wider concepts."""
    place_under_themes(before)
