"""Bringing the vocabulary into the database: all or nothing, again and again."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from seguia.core.translated import TranslatedText
from seguia.vocabulary import sources
from seguia.vocabulary.models import Concept, Goal, LexiconEntry
from seguia.vocabulary.services import loading
from seguia.vocabulary.sources import ConceptRow

pytestmark = pytest.mark.django_db


def labels(ar: str, fr: str, en: str) -> dict[str, list[str]]:
    return {"ar": ar.split("|"), "fr": fr.split("|"), "en": en.split("|")}


ROWS = [
    ConceptRow("composting", labels("التسميد|كومبوست", "compostage|compost", "composting"), ["biowaste"], [], ["12.5"]),
    ConceptRow(
        "biowaste", labels("النفايات العضوية", "biodéchets", "biowaste"), ["waste"], ["composting", "unheard-of"]
    ),
    ConceptRow("lost", labels("ضائع", "perdu", "lost"), ["found"]),
    ConceptRow("found", labels("موجود", "trouvé", "found"), ["lost"]),
]
THEMES = [ConceptRow("waste", labels("النفايات", "Déchets", "Waste"), is_theme=True)]
GOALS = [
    {"code": "12", "ar": "الاستهلاك", "fr": "Consommation", "en": "Consumption"},
    {"code": "12.5", "ar": "تقليص النفايات", "fr": "Réduire les déchets", "en": "Reduce waste"},
]
LEXICON = [{"ar": [("شجرة", 1.0)], "fr": [("arbre", 1.0)], "en": [("tree", 1.0)]}]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A vocabulary of five concepts instead of thousands."""
    for name, rows in (("concept_rows", ROWS), ("theme_rows", THEMES), ("goal_rows", GOALS), ("lexicon_rows", LEXICON)):
        monkeypatch.setattr(sources, name, lambda rows=rows: iter(rows))


def picture() -> dict[str, Any]:
    """All that was loaded, without database ids."""
    return {
        "concepts": sorted(Concept.objects.values_list("slug", "preferred__fr", "theme__slug", "is_theme", "origin")),
        "broader": sorted(Concept.objects.exclude(broader=None).values_list("slug", "broader__slug")),
        "related": sorted(Concept.objects.exclude(related=None).values_list("slug", "related__slug")),
        "goals": sorted(Concept.objects.exclude(goals=None).values_list("slug", "goals__code")),
        "targets": sorted(Goal.objects.values_list("code", "number", "parent_id", "order")),
        "lexicon": [entry.words for entry in LexiconEntry.objects.all()],
    }


def test_load_brings_concepts_links_goals_and_words(small: None) -> None:
    assert loading.load_vocabulary() == loading.Loaded(concepts=5, goals=2, lexicon_entries=1)
    assert picture() == {
        "concepts": [
            ("biowaste", "biodéchets", "waste", False, "seguia"),
            ("composting", "compostage", "waste", False, "seguia"),
            ("found", "trouvé", None, False, "seguia"),
            ("lost", "perdu", None, False, "seguia"),
            ("waste", "Déchets", "waste", True, "seguia"),
        ],
        "broader": [("biowaste", "waste"), ("composting", "biowaste"), ("found", "lost"), ("lost", "found")],
        "related": [("biowaste", "composting"), ("composting", "biowaste")],
        "goals": [("composting", "12.5")],
        "targets": [("12", 12, None, 0), ("12.5", 12, "12", 1)],
        "lexicon": [{"ar": [["شجرة", 1.0]], "fr": [["arbre", 1.0]], "en": [["tree", 1.0]]}],
    }
    composting = Concept.objects.get(slug="composting")
    assert (composting.label("ar").text, composting.labels("ar")) == ("التسميد", ["التسميد", "كومبوست"])


def test_load_again_changes_nothing(small: None) -> None:
    loading.load_vocabulary()
    before, ids = picture(), dict(Concept.objects.values_list("slug", "pk"))
    loading.load_vocabulary()
    assert picture() == before
    assert dict(Concept.objects.values_list("slug", "pk")) == ids


def test_load_refreshes_what_changed(small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    loading.load_vocabulary()
    changed = ConceptRow("composting", labels("التسميد", "compost", "composting"), ["waste"])
    monkeypatch.setattr(sources, "concept_rows", lambda: iter([changed, *ROWS[1:]]))
    loading.load_vocabulary()
    composting = Concept.objects.get(slug="composting")
    assert (composting.preferred["fr"], composting.labels("ar")) == ("compost", ["التسميد"])
    assert [c.slug for c in composting.broader.all()] == ["waste"]
    assert list(composting.goals.all()) == []


def test_words_of_others_stay_untouched(small: None) -> None:
    foreign = Concept.objects.create(slug="foreign", preferred=TranslatedText(ar="أجنبي"), origin="gemet")
    LexiconEntry.objects.create(words={"ar": [["ماء", 1.0]]}, origin="gemet")
    loading.load_vocabulary()
    foreign.refresh_from_db()
    assert (foreign.origin, foreign.preferred) == ("gemet", {"ar": "أجنبي"})
    assert LexiconEntry.objects.filter(origin="gemet").count() == 1
    assert LexiconEntry.objects.count() == 2


def test_load_that_fails_leaves_everything_as_it_was(small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    loading.load_vocabulary()
    before = picture()
    broken = ConceptRow("composting", labels("تغير", "changé", "changed"), ["waste"])
    monkeypatch.setattr(sources, "concept_rows", lambda: iter([broken, *ROWS[1:]]))

    def fail(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(loading, "_set_themes", fail)
    with pytest.raises(ZeroDivisionError):
        loading.load_vocabulary()
    assert picture() == before


def test_command_tells_what_it_loaded(small: None) -> None:
    out = io.StringIO()
    call_command("vocabulary", "load", stdout=out)
    assert out.getvalue() == "5 concepts, 2 goals and targets, 1 lexicon entries\n"
    with pytest.raises(CommandError):
        call_command("vocabulary", "unload")


@pytest.mark.slow
def test_real_vocabulary_loads_whole_and_twice(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(120):
        first = loading.load_vocabulary()
    assert first.concepts == Concept.objects.count() > 2000
    assert first.goals == Goal.objects.count() == 186
    assert first.lexicon_entries == LexiconEntry.objects.count() > 5000
    assert Concept.objects.filter(theme=None).count() == 0
    assert Concept.objects.filter(is_theme=True).count() == 26
    assert loading.load_vocabulary() == first
    assert Concept.objects.count() == first.concepts
