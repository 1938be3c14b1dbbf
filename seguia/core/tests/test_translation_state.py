"""A translation knows which original it was made from, and says when that is no longer so."""

from typing import Any

import pytest

from seguia.core.translation_state import LanguageState, fingerprint


@pytest.fixture
def sheet(cast: Any) -> Any:
    """The Arabic sheet of Chefchaouen: title in two languages, summary and "what was done" in Arabic."""
    action = cast.arabic_action
    action.refresh_from_db()
    return action


def translate(sheet: Any, language: str, *, origin: str = "person", **texts: str) -> None:
    for name, text in texts.items():
        setattr(sheet, name, {**getattr(sheet, name), language: text})
    sheet.note_translations(language, list(texts), origin=origin)
    sheet.save()
    sheet.refresh_from_db()


def translate_all(sheet: Any, **options: Any) -> None:
    translate(
        sheet,
        "fr",
        title="Un espace info énergie",
        summary="La commune conseille les familles.",
        done="Le bureau reçoit 1 200 foyers par an.",
        **options,
    )


def test_original_is_the_original(sheet: Any) -> None:
    report = sheet.language_report("ar")
    assert (report.state, report.missing, report.outdated) == (LanguageState.ORIGINAL, [], [])


def test_language_without_any_text_is_missing(sheet: Any) -> None:
    report = sheet.language_report("en")
    assert (report.state, report.missing) == (LanguageState.MISSING, ["title", "summary", "done"])


def test_language_with_some_texts_is_partial(sheet: Any) -> None:
    report = sheet.language_report("fr")
    assert (report.state, report.missing) == (LanguageState.PARTIAL, ["summary", "done"])


def test_complete_translation_is_current(sheet: Any) -> None:
    translate_all(sheet)
    report = sheet.language_report("fr")
    assert (report.state, report.missing, report.outdated, report.number_mismatches) == (
        LanguageState.CURRENT,
        [],
        [],
        {},
    )


def test_translation_is_outdated_once_its_original_changes(sheet: Any) -> None:
    translate_all(sheet)
    sheet.summary = {**sheet.summary, "ar": "نص جديد للملخص"}
    report = sheet.language_report("fr")
    assert (report.state, report.outdated) == (LanguageState.OUTDATED, ["summary"])


def test_other_language_changing_makes_nothing_outdated(sheet: Any) -> None:
    translate_all(sheet)
    sheet.summary = {**sheet.summary, "en": "A new summary"}
    assert sheet.language_report("fr").state == LanguageState.CURRENT


def test_translation_made_again_is_current_again(sheet: Any) -> None:
    translate_all(sheet)
    sheet.summary = {**sheet.summary, "ar": "نص جديد للملخص"}
    translate(sheet, "fr", summary="Un nouveau résumé")
    assert sheet.language_report("fr").state == LanguageState.CURRENT


def test_outdated_weighs_more_than_incomplete(sheet: Any) -> None:
    translate(sheet, "fr", title="Un espace info énergie")
    sheet.title = {**sheet.title, "ar": "عنوان جديد"}
    report = sheet.language_report("fr")
    assert (report.state, report.missing, report.outdated) == (LanguageState.OUTDATED, ["summary", "done"], ["title"])


def test_text_that_is_not_in_the_original_is_not_missed(sheet: Any) -> None:
    translate_all(sheet)
    sheet.lessons = {"fr": "Une leçon qui n'est pas dans l'original"}
    assert sheet.language_report("fr").state == LanguageState.CURRENT


def test_machine_translation_is_named_until_all_of_it_was_read(sheet: Any) -> None:
    translate_all(sheet, origin="machine")
    assert sheet.language_report("fr").origin == "machine"
    translate(sheet, "fr", title="Un espace info énergie", summary="La commune conseille.")
    assert sheet.language_report("fr").origin == "machine"
    translate(sheet, "fr", done="Le bureau reçoit 1 200 foyers.")
    assert sheet.language_report("fr").origin == "person"


def test_figure_that_differs_is_told(sheet: Any) -> None:
    translate_all(sheet)
    assert sheet.language_report("fr").number_mismatches == {}
    translate(sheet, "fr", done="Le bureau reçoit 120 foyers par an.")
    assert sheet.language_report("fr").number_mismatches == {"done": (["1200"], ["120"])}


def test_rows_of_the_sheet_count_as_texts(sheet: Any) -> None:
    translate_all(sheet)
    step = sheet.steps.create(title={"ar": "كراء المقر"}, key="aaaa1111")
    assert sheet.language_report("fr").missing == ["steps.aaaa1111.title"]
    step.title = {"ar": "كراء المقر", "fr": "Location du local"}
    step.save()
    sheet.note_translations("fr", ["steps.aaaa1111.title"])
    assert sheet.language_report("fr").state == LanguageState.CURRENT


def test_there_is_a_report_for_every_language_of_the_network(sheet: Any, settings: Any) -> None:
    states = [(report.language, report.state) for report in sheet.language_reports()]
    assert states == [("ar", "original"), ("fr", "partial"), ("en", "missing")]
    settings.LANGUAGES = [*settings.LANGUAGES, ("zgh", "Amazigh")]
    assert [report.language for report in sheet.language_reports()] == ["ar", "fr", "en", "zgh"]


def test_readable_languages_begin_with_the_original(sheet: Any, cast: Any) -> None:
    assert sheet.languages() == ["ar", "fr"]
    assert cast.french_action.languages() == ["fr"]


def test_note_keeps_fingerprint_origin_and_time(sheet: Any) -> None:
    translate(sheet, "fr", title="Titre")
    note = sheet.translation_notes["fr"]["title"]
    assert (note["from"], note["origin"]) == (fingerprint(sheet.title["ar"]), "person")
    assert note["at"].endswith("+00:00")
