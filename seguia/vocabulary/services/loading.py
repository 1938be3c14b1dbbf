"""Bringing the vocabulary of the files into the database: idempotent, all or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from seguia.core.translated import TranslatedText
from seguia.vocabulary import sources
from seguia.vocabulary.models import Concept, Goal, LexiconEntry
from seguia.vocabulary.sources import ConceptRow

ORIGIN = "seguia"


@dataclass(frozen=True)
class Loaded:
    """What a load found in the files."""

    concepts: int
    goals: int
    lexicon_entries: int


def load_vocabulary() -> Loaded:
    """Load or refresh themes, concepts, goals and lexicon of our own origin; others' entries stay untouched."""
    goals, rows = list(sources.goal_rows()), [*sources.theme_rows(), *sources.concept_rows()]
    entries = list(sources.lexicon_rows())
    with transaction.atomic():
        _store_goals(goals)
        _store_concepts(rows)
        LexiconEntry.objects.filter(origin=ORIGIN).delete()
        LexiconEntry.objects.bulk_create(
            (LexiconEntry(words=words, origin=ORIGIN) for words in entries), batch_size=500
        )
    return Loaded(len(rows), len(goals), len(entries))


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


def _store_concepts(rows: list[ConceptRow]) -> None:
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
            for order, row in enumerate(rows)
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["preferred", "alternative", "is_theme", "order", "origin"],
    )
    ids = dict(Concept.objects.values_list("slug", "id"))
    _link(rows, ids)
    _set_themes(rows, ids)


def _link(rows: Iterable[ConceptRow], ids: dict[str, int]) -> None:
    """Replace the links of our own concepts; links to what does not exist are left out."""
    broader, related, goals = Concept.broader.through, Concept.related.through, Concept.goals.through
    own = [ids[row.slug] for row in rows]
    known_goals = set(Goal.objects.values_list("code", flat=True))
    for table, column in ((broader, "from_concept_id"), (related, "from_concept_id"), (goals, "concept_id")):
        table.objects.filter(**{f"{column}__in": own}).delete()
    pairs = {(ids[a.slug], ids[b]) for a in rows for b in a.broader if b in ids and b != a.slug}
    sides = {(ids[a.slug], ids[b]) for a in rows for b in a.related if b in ids and b != a.slug}
    sides |= {(b, a) for a, b in sides}
    broader.objects.bulk_create([broader(from_concept_id=a, to_concept_id=b) for a, b in sorted(pairs)])
    related.objects.bulk_create([related(from_concept_id=a, to_concept_id=b) for a, b in sorted(sides)])
    tagged = {(ids[row.slug], code) for row in rows for code in row.goals if code in known_goals}
    goals.objects.bulk_create([goals(concept_id=concept, goal_id=code) for concept, code in sorted(tagged)])


def _set_themes(rows: Iterable[ConceptRow], ids: dict[str, int]) -> None:
    """Every concept belongs to the theme at the top of its first chain of broader concepts."""
    above = {row.slug: row.broader for row in rows}
    themes = {row.slug for row in rows if row.is_theme}
    concepts = []
    for row in rows:
        theme = _theme_of(row.slug, above, themes)
        if theme:
            concepts.append(Concept(id=ids[row.slug], theme_id=ids[theme]))
    Concept.objects.bulk_update(concepts, ["theme"], batch_size=500)


def _theme_of(slug: str, above: dict[str, list[str]], themes: set[str]) -> str | None:
    seen: set[str] = set()
    while slug not in themes:
        nexts = [other for other in above.get(slug, []) if other not in seen and (other in above)]
        if not nexts:
            return None
        seen.add(slug)
        slug = nexts[0]
    return slug
