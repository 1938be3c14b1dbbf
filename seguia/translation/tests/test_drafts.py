"""Drafts: nothing typed is lost, two people never overwrite each other, the original may change meanwhile."""

import dataclasses

import pytest

from seguia.actions.content import snapshot
from seguia.actions.models import JourneyStep
from seguia.actions.services import save_action
from seguia.core.errors import Conflict, Invalid, Refused
from seguia.core.translation_state import LanguageState
from seguia.translation.models import DraftText, TranslationDraft
from seguia.translation.services.drafts import drop_draft, save_texts
from seguia.translation.services.publishing import FiguresDiffer, submit_draft
from seguia.translation.tests.editing import opened, typed, write

TITLE = "التسميد عند مداخل العمارات"
SUMMARY = "صناديق سماد مشتركة تخفض نفايات المطبخ بنسبة 30 %."
DONE = "وضعت المدينة 24 صندوقا وكونت سكانا مرافقين."


def change_original(cast, **texts):
    action = cast.french_action
    action.refresh_from_db()
    content = snapshot(action)
    for name, text in texts.items():
        content[name] = {**content[name], "fr": text}
    save_action(action, user=cast.loos_mayor, base_version=action.version, content=content)


def report(action, language):
    action.refresh_from_db()
    return action.language_report(language)


def test_texts_are_kept_unpublished_until_they_are_handed_in(cast, translator):
    item = opened(translator, cast.french_action, "ar")
    saved = write(translator, item, title=TITLE)
    assert saved.saved == ["title"]
    assert report(cast.french_action, "ar").state == LanguageState.MISSING
    assert submit_draft(user=translator, item=opened(translator, cast.french_action, "ar")) is True
    found = report(cast.french_action, "ar")
    assert (found.state, found.missing, found.origin) == (LanguageState.PARTIAL, ["summary", "done"], "person")
    assert cast.french_action.title["ar"] == TITLE
    assert not TranslationDraft.objects.exists()


def test_completed_language_is_current_and_a_step_of_the_journey(cast, translator):
    write(translator, opened(translator, cast.french_action, "ar"), title=TITLE, summary=SUMMARY, done=DONE)
    submit_draft(user=translator, item=opened(translator, cast.french_action, "ar"))
    assert report(cast.french_action, "ar").state == LanguageState.CURRENT
    step = JourneyStep.objects.get(action=cast.french_action, kind="translated")
    assert (step.facts, step.actor) == ({"language": "ar"}, translator)


def test_saving_the_same_twice_changes_nothing(cast, translator):
    item = opened(translator, cast.french_action, "ar")
    posted = typed(item, title=TITLE)
    assert save_texts(user=translator, item=item, posted=posted).saved == ["title"]
    assert save_texts(user=translator, item=item, posted=posted).saved == []
    assert DraftText.objects.get().version == 1


def test_two_translators_of_different_texts_do_not_meet(cast, translator, other_translator):
    item = opened(translator, cast.french_action, "ar")
    mine, theirs = typed(item, title=TITLE), typed(item, summary=SUMMARY)
    assert save_texts(user=translator, item=item, posted=mine).is_complete
    assert save_texts(user=other_translator, item=item, posted=theirs).is_complete
    assert dict(DraftText.objects.values_list("key", "text")) == {"title": TITLE, "summary": SUMMARY}


def test_two_translators_of_the_same_text_both_keep_theirs(cast, translator, other_translator):
    item = opened(translator, cast.french_action, "ar")
    mine, theirs = typed(item, title=TITLE, done=DONE), typed(item, title="سماد الأحياء")
    save_texts(user=other_translator, item=item, posted=theirs)
    saved = save_texts(user=translator, item=item, posted=mine)
    assert saved.theirs == {"title": "سماد الأحياء"}
    assert saved.saved == ["done"]
    assert DraftText.objects.get(key="title").text == "سماد الأحياء"
    assert write(translator, item, title=TITLE).saved == ["title"]


def test_who_typed_nothing_has_no_conflict(cast, translator, other_translator):
    item = opened(translator, cast.french_action, "ar")
    untouched = typed(item, title="")
    write(other_translator, item, title=TITLE)
    saved = save_texts(user=translator, item=item, posted=untouched)
    assert (saved.is_complete, saved.saved) == (True, [])
    assert DraftText.objects.get().text == TITLE


def test_original_that_changes_while_somebody_translates_leaves_the_translation_out_of_date(cast, translator):
    item = opened(translator, cast.french_action, "ar")
    posted = typed(item, title=TITLE)
    change_original(cast, title="Le compost de quartier")
    fresh = opened(translator, cast.french_action, "ar")
    save_texts(user=translator, item=fresh, posted=posted)
    submit_draft(user=translator, item=fresh)
    found = report(cast.french_action, "ar")
    assert (found.state, found.outdated) == (LanguageState.OUTDATED, ["title"])


def test_outdated_text_can_be_confirmed_without_changing_it(cast, translator):
    write(translator, opened(translator, cast.french_action, "ar"), title=TITLE, summary=SUMMARY, done=DONE)
    submit_draft(user=translator, item=opened(translator, cast.french_action, "ar"))
    change_original(cast, title="Compostage au pied des immeubles")
    item = opened(translator, cast.french_action, "ar")
    field = item.field("title")
    assert (field.state, field.earlier) == (LanguageState.OUTDATED, "Le compostage au pied des immeubles")
    version = cast.french_action.version
    posted = {"title": dataclasses.replace(typed(item, title=TITLE)["title"], still_right=True)}
    save_texts(user=translator, item=item, posted=posted)
    submit_draft(user=translator, item=item)
    assert report(cast.french_action, "ar").state == LanguageState.CURRENT
    assert cast.french_action.version == version + 1  # that of the changed original: a confirmation is none


def test_translation_published_by_somebody_else_meanwhile_is_not_overwritten_silently(cast, translator):
    item = opened(translator, cast.arabic_action, "fr")
    write(translator, item, title="Le guichet de l’énergie")
    content = snapshot(cast.arabic_action)
    content["title"] = {**content["title"], "fr": "La maison de l’énergie"}
    save_action(cast.arabic_action, user=cast.mayor, base_version=0, content=content)
    with pytest.raises(Conflict) as caught:
        submit_draft(user=translator, item=opened(translator, cast.arabic_action, "fr"))
    assert caught.value.details["theirs"] == {"title": "La maison de l’énergie"}
    row = DraftText.objects.get()
    assert (row.text, row.has_clash) == ("Le guichet de l’énergie", True)
    assert submit_draft(user=translator, item=opened(translator, cast.arabic_action, "fr")) is True
    cast.arabic_action.refresh_from_db()
    assert cast.arabic_action.title["fr"] == "Le guichet de l’énergie"


def test_different_figures_are_confirmed_or_corrected_first(cast, translator):
    wrong = "وضعت المدينة 42 صندوقا."
    item = opened(translator, cast.french_action, "ar")
    write(translator, item, done=wrong)
    with pytest.raises(FiguresDiffer) as caught:
        submit_draft(user=translator, item=item)
    assert caught.value.details["figures"] == {"done": (["24"], ["42"])}
    confirmed = {"done": dataclasses.replace(typed(item, done=wrong)["done"], figures_confirmed=True)}
    save_texts(user=translator, item=item, posted=confirmed)
    assert submit_draft(user=translator, item=item) is True


def test_confirmed_figures_do_not_cover_a_later_text(cast, translator):
    item = opened(translator, cast.french_action, "ar")
    write(translator, item, done="وضعت المدينة 42 صندوقا.")
    for text in ("وضعت المدينة 42 صندوقا.", "وضعت المدينة 43 صندوقا."):
        posted = {"done": dataclasses.replace(typed(item, done=text)["done"], figures_confirmed=True)}
        save_texts(user=translator, item=item, posted=posted)
    with pytest.raises(FiguresDiffer):
        submit_draft(user=translator, item=item)


def test_nothing_new_is_said_so(cast, translator):
    with pytest.raises(Invalid, match="nothing new"):
        submit_draft(user=translator, item=opened(translator, cast.french_action, "ar"))


def test_too_long_text_does_not_hold_up_the_others(cast, translator):
    item = opened(translator, cast.french_action, "ar")
    saved = write(translator, item, title="س" * 161, summary=SUMMARY)
    assert saved.faults == {"title": ["161 characters; at most 160 are possible. This text is not saved yet."]}
    assert saved.saved == ["summary"]


def test_invisible_characters_are_refused_with_their_place(cast, translator):
    saved = write(translator, opened(translator, cast.french_action, "ar"), title="سماد\u202e")
    assert "U+202E" in saved.faults["title"][0]


def test_text_that_left_the_original_is_reported(cast, translator):
    step = cast.french_action.steps.create(title={"fr": "Former des relais"})
    item = opened(translator, cast.french_action, "ar")
    posted = typed(item, **{f"steps__{step.key}__title": "تكوين المرافقين"})
    step.delete()
    fresh = opened(translator, cast.french_action, "ar")
    saved = save_texts(user=translator, item=fresh, posted=posted)
    assert list(saved.faults) == [f"steps.{step.key}.title"]


def test_rows_of_a_sheet_are_translated_too(cast, translator):
    step = cast.french_action.steps.create(title={"fr": "Former des relais"})
    item = opened(translator, cast.french_action, "ar")
    assert str(item.field(f"steps.{step.key}.title").label) == "Step 1: step"
    write(translator, item, **{f"steps__{step.key}__title": "تكوين المرافقين"})
    submit_draft(user=translator, item=item)
    step.refresh_from_db()
    assert step.title["ar"] == "تكوين المرافقين"


def test_thrown_away_draft_leaves_what_is_published(cast, translator):
    item = opened(translator, cast.arabic_action, "fr")
    write(translator, item, title="Autre titre")
    drop_draft(user=translator, item=item)
    assert not DraftText.objects.exists()
    cast.arabic_action.refresh_from_db()
    assert cast.arabic_action.title["fr"] == "Un espace info énergie pour les habitants"


@pytest.mark.parametrize(
    ("who", "language", "may"),
    [
        ("secretariat", "ar", True),
        ("translator", "ar", True),
        ("translator", "en", False),
        ("other_translator", "ar", True),
        ("loos_mayor", "en", True),
        ("mayor", "ar", False),
        ("stranger", "ar", False),
    ],
)
def test_who_may_translate(who, language, may, cast, translator, other_translator):
    people = {"translator": translator, "other_translator": other_translator}
    person = people.get(who) or getattr(cast, who)
    item = opened(cast.secretariat, cast.french_action, language)
    if may:
        assert write(person, item, title="Titre").saved == ["title"]
        assert submit_draft(user=person, item=item) is True
    else:
        with pytest.raises(Refused):
            write(person, item, title="Titre")
        with pytest.raises(Refused):
            submit_draft(user=person, item=item)
