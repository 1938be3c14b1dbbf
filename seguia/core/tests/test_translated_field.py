"""One JSON column a text: what goes in, what comes out, and that SQL and pages choose the same language."""

import io
import itertools
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from seguia.core.fields import TranslatedField, by_language, in_language
from seguia.core.translated import TranslatedText, as_translated

WITH_AMAZIGH = [("ar", _("Arabic")), ("fr", _("French")), ("en", _("English")), ("zgh", "Amazigh")]


def concepts() -> Any:
    return apps.get_model("vocabulary", "Concept").objects


def make_concept(slug: str, **names: str) -> Any:
    return concepts().create(slug=slug, preferred=TranslatedText(names))


def cleaned(value: Any, **options: Any) -> TranslatedText:
    return TranslatedField(**options).clean(value, None)


def faults(value: Any, **options: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        cleaned(value, **options)
    return caught.value.messages


@pytest.mark.django_db
def test_text_comes_back_as_it_was_stored() -> None:
    make_concept("compost", ar="التسميد", fr="Compostage")
    found = concepts().get(slug="compost").preferred
    assert found == {"ar": "التسميد", "fr": "Compostage"}
    assert type(found) is TranslatedText


@pytest.mark.django_db
def test_plain_mapping_and_nothing_are_stored_as_translated_texts() -> None:
    concept = concepts().create(slug="water", preferred={"ar": "الماء", "fr": ""})
    assert type(concept.preferred) is TranslatedText
    concepts().create(slug="nothing", preferred=None)
    assert concepts().get(slug="water").preferred == {"ar": "الماء"}
    assert concepts().get(slug="nothing").preferred == {}


@pytest.mark.django_db
def test_values_keep_arabic_readable() -> None:
    make_concept("water", ar="الماء", fr="Eau")
    assert list(concepts().values_list("preferred__ar", flat=True)) == ["الماء"]
    assert concepts().filter(preferred__ar="الماء").count() == 1


def test_text_is_composed_to_nfc() -> None:
    assert cleaned({"fr": "De\u0301chets"}) == {"fr": "Déchets"}


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x0b", "\x1b", "\x85", "\u202e", "\u202a", "\u2066", "\u2069", "\ufeff", "\ud800"],
    ids=lambda c: f"U+{ord(c):04X}",
)
def test_invisible_characters_are_refused(character: str) -> None:
    with override("en"):
        assert faults({"ar": f"ما{character}ء"}) == [
            f"العربيّة: The text contains an invisible control character (U+{ord(character):04X} at position 3). "
            "Remove it and try again."
        ]


@pytest.mark.parametrize("mark", ["\u200c", "\u200d", "\u200e", "\u200f", "\u061c"], ids=lambda c: f"U+{ord(c):04X}")
def test_marks_that_arabic_needs_are_kept(mark: str) -> None:
    assert cleaned({"ar": f"ما{mark}ء"}) == {"ar": f"ما{mark}ء"}


def test_line_ends_become_one_kind_and_lines_join_where_there_is_one_line() -> None:
    assert cleaned({"fr": "un\r\ndeux\rtrois\u2028quatre"}, multiline=True) == {"fr": "un\ndeux\ntrois\nquatre"}
    assert cleaned({"fr": "un\r\ndeux \t trois"}) == {"fr": "un deux trois"}


def test_no_break_blank_of_french_stays() -> None:
    assert cleaned({"fr": "moins\u202f30\u00a0%"}) == {"fr": "moins\u202f30\u00a0%"}


def test_text_of_invisible_characters_only_is_empty() -> None:
    assert cleaned({"ar": "\u200b\u200f \u2060", "fr": "Eau"}) == {"fr": "Eau"}


def test_unknown_language_is_refused() -> None:
    with override("en"):
        assert faults({"zgh": "ⴰⵎⴰⵏ"}) == ["Unknown language “zgh”."]


def test_length_counts_for_each_language() -> None:
    assert cleaned({"ar": "ما" * 5, "fr": "e" * 10}, max_length=10)
    with override("en"):
        assert faults({"ar": "م" * 11, "fr": "e" * 12}, max_length=10) == [
            "العربيّة: 11 characters; at most 10 are possible.",
            "français: 12 characters; at most 10 are possible.",
        ]


@pytest.mark.parametrize("value", ["just a text", ["fr"], {"fr": 3}, {"fr": None}, 12])
def test_other_shapes_are_refused(value: Any) -> None:
    with override("en"):
        assert faults(value) == ["This text is not in the expected form."]


def test_empty_text_is_refused_where_one_is_needed() -> None:
    assert cleaned({"fr": " "}) == {}
    assert len(faults({"fr": " "}, blank=False)) == 1


@pytest.mark.django_db
def test_storing_another_shape_fails_loudly() -> None:
    with pytest.raises(TypeError):
        concepts().create(slug="broken", preferred="a text")


def test_fallback_is_wanted_then_original_then_the_networks_order() -> None:
    text = TranslatedText(ar="ماء", en="Water")
    assert [text.localised(code).text for code in ("ar", "fr", "en")] == ["ماء", "ماء", "Water"]
    assert text.localised("fr", "en").text == "Water"
    assert (text.localised("fr").language, text.localised("fr").direction) == ("ar", "rtl")
    assert not TranslatedText().localised("fr")
    assert TranslatedText(xx="gone").localised("fr").text == "gone"


def test_truth_and_reading_of_translated_texts() -> None:
    assert not TranslatedText(fr="")
    assert TranslatedText(fr="a", ar="") == {"fr": "a"}
    with override("ar"):
        assert str(TranslatedText(fr="Eau", ar="الماء")) == "الماء"
    assert as_translated(None) == as_translated("") == {}


def _all_mixtures() -> list[tuple[str, dict[str, str]]]:
    """Every original language with every set of languages, empty texts among them."""
    codes = ("ar", "fr", "en")
    kept = itertools.product([None, "", "x"], repeat=3)
    return [
        (
            original,
            {code: text and f"{code} {number}" for code, text in zip(codes, texts, strict=True) if text is not None},
        )
        for number, (original, texts) in enumerate(itertools.product(codes, kept))
    ]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("original_field", [None, "original_language"])
def test_sql_shows_the_same_text_as_the_page(cast: Any, language: str, original_field: str | None) -> None:
    actions = apps.get_model("actions", "Action").objects
    actions.all().delete()
    made = actions.bulk_create(
        actions.model(organisation=cast.loos_town, original_language=original, title=dict(texts))
        for original, texts in _all_mixtures()
    )
    for action in made:  # empty texts as an import of another hand may have left them
        actions.filter(pk=action.pk).update(title=dict(action.title))
    shown = actions.annotate(shown=in_language("title", language, original_field=original_field))
    assert len(made) == 81
    for action in shown:
        original = action.original_language if original_field else None
        assert action.shown == action.title.localised(language, original).text, action.title


@pytest.mark.django_db
def test_list_is_ordered_by_the_shown_text_like_a_dictionary() -> None:
    make_concept("z", fr="Zellige", ar="زليج")
    make_concept("e", fr="Énergie")
    make_concept("w", fr="eau", ar="أرض", en="Water")
    make_concept("a", ar="بيئة", en="trees")
    ordered = [concept.slug for concept in concepts().order_by(by_language("preferred", "fr"))]
    assert ordered == ["w", "e", "z", "a"]
    ordered = [concept.slug for concept in concepts().order_by(by_language("preferred", "ar").desc())]
    assert ordered[:3] == ["z", "a", "w"]


@pytest.mark.django_db
def test_list_is_filtered_by_the_shown_text() -> None:
    make_concept("compost", ar="التسميد", fr="Compostage")
    make_concept("waste", fr="Compost et déchets")
    shown = concepts().annotate(shown=in_language("preferred", "ar"))
    assert [c.slug for c in shown.filter(shown__contains="Compost")] == ["waste"]
    assert [c.slug for c in shown.filter(shown__contains="تسميد")] == ["compost"]
    assert shown.filter(shown="").count() == 0


@pytest.mark.django_db
def test_language_may_be_added_by_the_setting_alone(settings: Any) -> None:
    settings.LANGUAGES = WITH_AMAZIGH
    assert TranslatedField().clean({"zgh": "ⴰⵎⴰⵏ"}, None) == {"zgh": "ⴰⵎⴰⵏ"}
    make_concept("water", fr="Eau", zgh="ⴰⵎⴰⵏ")
    found = concepts().annotate(shown=in_language("preferred", "zgh")).get()
    assert (found.shown, found.preferred.localised("zgh").text) == ("ⴰⵎⴰⵏ", "ⴰⵎⴰⵏ")
    with override("zgh"):
        assert str(found.preferred) == "ⴰⵎⴰⵏ"


@pytest.mark.django_db
def test_migrations_do_not_change_with_the_languages(settings: Any) -> None:
    def planned() -> str:
        out = io.StringIO()
        call_command("makemigrations", dry_run=True, verbosity=1, stdout=out, no_color=True)
        return out.getvalue()

    before = planned()
    settings.LANGUAGES = WITH_AMAZIGH
    assert planned() == before


def test_length_and_lines_are_no_matter_of_migrations() -> None:
    short, long = TranslatedField(max_length=10), TranslatedField(max_length=5000, multiline=True)
    assert short.deconstruct()[1:] == long.deconstruct()[1:]
