"""The files of the vocabulary are sound: this is what search and the choice of themes stand on."""

import re
from collections import Counter

import pytest

from seguia.vocabulary import sources
from seguia.vocabulary.sources import ConceptRow

LANGUAGES = ("ar", "fr", "en")
ARABIC = re.compile("[\u0600-\u06ff]")


@pytest.fixture(scope="module")
def rows() -> list[ConceptRow]:
    return [*sources.theme_rows(), *sources.concept_rows()]


def test_every_concept_has_its_own_identifier(rows: list[ConceptRow]) -> None:
    assert [slug for slug, times in Counter(row.slug for row in rows).items() if times > 1] == []
    assert [
        row.slug for row in rows if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", row.slug) or len(row.slug) > 80
    ] == []


def test_every_concept_has_words_in_every_language(rows: list[ConceptRow]) -> None:
    assert [(row.slug, code) for row in rows for code in LANGUAGES if not row.labels.get(code)] == []
    assert [
        (row.slug, label)
        for row in rows
        for code in LANGUAGES
        for label in row.labels[code]
        if bool(ARABIC.search(label)) != (code == "ar") or label != label.strip() or not label
    ] == []


def test_every_link_leads_somewhere(rows: list[ConceptRow]) -> None:
    known = {row.slug for row in rows}
    goals = {row["code"] for row in sources.goal_rows()}
    assert [(row.slug, other) for row in rows for other in (*row.broader, *row.related) if other not in known] == []
    assert [(row.slug, code) for row in rows for code in row.goals if code not in goals] == []
    assert [row.slug for row in rows if row.slug in row.broader] == []


def test_every_concept_stands_under_a_theme(rows: list[ConceptRow]) -> None:
    above = {row.slug: row.broader for row in rows}
    themes = {row.slug for row in rows if row.is_theme}
    assert len(themes) == 26

    def reaches(slug: str, seen: frozenset[str] = frozenset()) -> bool:
        return slug in themes or any(reaches(up, seen | {slug}) for up in above.get(slug, []) if up not in seen)

    assert [row.slug for row in rows if not reaches(row.slug)] == []


def test_all_goals_and_targets_are_there() -> None:
    codes = [row["code"] for row in sources.goal_rows()]
    assert [code for code in codes if "." not in code] == [str(number) for number in range(1, 18)]
    assert len([code for code in codes if "." in code]) == 169
    assert len(set(codes)) == 186
    assert [row["code"] for row in sources.goal_rows() if not all(row[code] for code in LANGUAGES)] == []


def test_lexicon_gives_every_sense_in_every_language() -> None:
    senses = list(sources.lexicon_rows())
    assert len(senses) > 5000
    assert [sense for sense in senses if not all(sense[code] for code in LANGUAGES)] == []
    weights = {weight for sense in senses for words in sense.values() for _, weight in words}
    assert 0 < min(weights) <= max(weights) == 1.0


def test_weights_are_read_and_one_is_the_rule() -> None:
    assert sources._weighted("شجرة|نبتة:0.5") == [("شجرة", 1.0), ("نبتة", 0.5)]


def test_fingerprint_is_short_and_stable() -> None:
    assert re.fullmatch("[0-9a-f]{16}", sources.fingerprint())
    assert sources.fingerprint() == sources.fingerprint()
