"""Saving: alone, beside a colleague, in another language."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser

from seguia.actions import services
from seguia.actions.content import InvalidContent, snapshot
from seguia.actions.models import Action, ActionVersion, JourneyStep, Status
from seguia.actions.tests.sheets import full_content, published, saved
from seguia.audit.models import AuditEvent
from seguia.core.errors import Conflict, Invalid, NotFound, Refused
from seguia.core.translation_state import LanguageState
from seguia.search.models import Change


def fresh(action: Action) -> Action:
    return Action.objects.get(pk=action.pk)


def test_create_action_begins_a_draft_with_its_first_version(cast):
    action = services.create_action(
        user=cast.clerk, organisation=cast.chefchaouen_town, original_language="ar", title="حديقة المدرسة"
    )
    assert (action.status, action.version, str(action.title)) == (Status.DRAFT, 1, "حديقة المدرسة")
    assert ActionVersion.objects.get(action=action).author == cast.clerk
    assert [(s.kind, s.is_public) for s in action.journey.all()] == [("created", False)]
    assert AuditEvent.objects.get().code == "actions.action.created"


@pytest.mark.parametrize("name", ["stranger", "loos_mayor", "secretariat"])
def test_create_action_for_another_organisation_is_refused(name, cast):
    before = Action.objects.count()
    with pytest.raises(Refused, match="act for an organisation"):
        services.create_action(
            user=getattr(cast, name), organisation=cast.chefchaouen_town, original_language="ar", title="حديقة"
        )
    assert Action.objects.count() == before


def test_save_action_writes_version_audit_and_change_last(cast):
    result = services.save_action(cast.draft, user=cast.clerk, base_version=0, content=full_content(cast.draft))
    assert (result.version, result.merged, result.changed) == (1, False, True)
    assert list(ActionVersion.objects.filter(action=cast.draft).values_list("number", flat=True)) == [1, 0]
    assert AuditEvent.objects.filter(code="actions.action.saved").count() == 1
    assert list(Change.objects.values_list("kind", "object_id")) == [("action", cast.draft.pk)]


def test_save_action_without_a_change_makes_no_version(cast):
    action = saved(cast.draft, cast.clerk)
    result = services.save_action(action, user=cast.clerk, base_version=1, content=snapshot(fresh(action)))
    assert (result.changed, fresh(action).version, action.versions.count()) == (False, 1, 2)


def test_colleagues_saving_different_fields_keep_both_texts(cast):
    action = saved(cast.draft, cast.clerk)
    base = snapshot(fresh(action))
    services.save_action(action, user=cast.clerk, base_version=1, content={**base, "lessons": {"ar": "درس الكاتب"}})
    result = services.save_action(
        action, user=cast.mayor, base_version=1, content={**base, "transfer": {"ar": "شرط العمدة"}}
    )
    now = fresh(action)
    assert result.merged
    assert (str(now.lessons["ar"]), str(now.transfer["ar"])) == ("درس الكاتب", "شرط العمدة")


def test_colleagues_saving_the_same_field_get_both_texts_and_nothing_is_lost(cast):
    action = saved(cast.draft, cast.clerk)
    base = snapshot(fresh(action))
    services.save_action(action, user=cast.clerk, base_version=1, content={**base, "done": {"ar": "نص الكاتب"}})
    with pytest.raises(Conflict) as caught:
        services.save_action(action, user=cast.mayor, base_version=1, content={**base, "done": {"ar": "نص العمدة"}})
    [item] = caught.value.details["disagreements"]
    assert (item.mine, item.theirs, caught.value.details["version"]) == ("نص العمدة", "نص الكاتب", 2)
    assert str(fresh(action).done["ar"]) == "نص الكاتب"


def test_200_interleaved_saves_keep_every_text(cast):
    """Two editors who never reload write into different languages, 100 times each, from versions that grow old."""
    action = saved(cast.draft, cast.clerk)
    rng = random.Random(3)
    editors = {"fr": [cast.clerk, fresh(action)], "en": [cast.mayor, fresh(action)]}
    bases = {language: (1, snapshot(fresh(action))) for language in editors}
    last = {}
    for number in range(200):
        language = rng.choice(["fr", "en"])
        version, content = bases[language]
        text = f"{language} {number}"
        content = {**content, "lessons": {**content["lessons"], language: text}}
        result = services.save_action(action, user=editors[language][0], base_version=version, content=content)
        now = fresh(action)
        bases[language] = (result.version, snapshot(now))
        last[language] = text
        assert {code: now.lessons[code] for code in last} == last
    assert fresh(action).version == 201


@pytest.mark.parametrize("version", [99, -1, 10**15])
def test_save_action_from_a_version_that_never_was_is_refused(version, cast):
    with pytest.raises(Invalid, match="no version"):
        services.save_action(cast.draft, user=cast.clerk, base_version=version, content=full_content(cast.draft))


@pytest.mark.parametrize(
    ("name", "error"), [("stranger", NotFound), ("loos_mayor", NotFound), ("secretariat", NotFound), ("", NotFound)]
)
def test_save_action_of_a_hidden_draft_is_not_found(name, error, cast):
    user = getattr(cast, name) if name else AnonymousUser()
    with pytest.raises(error):
        services.save_action(cast.draft, user=user, base_version=0, content=full_content(cast.draft))
    assert fresh(cast.draft).version == 0


@pytest.mark.parametrize("name", ["stranger", "loos_mayor", "secretariat"])
def test_save_action_of_a_public_sheet_by_others_is_refused(name, cast):
    content = snapshot(cast.arabic_action)
    with pytest.raises(Refused, match="act for the organisation"):
        services.save_action(
            cast.arabic_action, user=getattr(cast, name), base_version=0, content={**content, "stage": "idea"}
        )


def test_published_sheet_cannot_be_saved_incomplete(cast):
    action = published(cast)
    with pytest.raises(services.Incomplete) as caught:
        services.save_action(
            action, user=cast.clerk, base_version=action.version, content={**snapshot(action), "summary": {}}
        )
    assert [str(name) for name in caught.value.missing] == ["summary"]
    assert str(fresh(action).summary["ar"]) != ""


def test_update_of_a_published_sheet_is_told_once_a_day(cast):
    action = published(cast)
    for number in range(3):
        content = {**snapshot(fresh(action)), "lessons": {"ar": f"درس {number}"}}
        services.save_action(action, user=cast.clerk, base_version=fresh(action).version, content=content)
    assert JourneyStep.objects.filter(action=action, kind="updated").count() == 1


def test_new_language_of_a_published_sheet_is_a_step(cast):
    action = published(cast)
    content = snapshot(fresh(action))
    content["title"] = {**content["title"], "en": "Rain water from school roofs"}
    services.save_action(action, user=cast.clerk, base_version=action.version, content=content)
    step = JourneyStep.objects.get(action=action, kind="translated")
    assert (step.facts, step.is_public) == ({"language": "en"}, True)


def test_translation_is_out_of_date_when_the_original_changes_and_confirming_mends_it(cast):
    action = saved(cast.draft, cast.clerk)
    assert fresh(action).language_report("fr").outdated == []
    content = snapshot(fresh(action))
    content["summary"] = {**content["summary"], "ar": "تجمع سبع مدارس 350 متر مكعب كل شتاء."}
    services.save_action(action, user=cast.clerk, base_version=1, content=content)
    report = fresh(action).language_report("fr")
    assert (report.state, report.outdated) == (LanguageState.OUTDATED, ["summary"])
    assert report.number_mismatches == {"summary": (["350"], ["300"])}
    services.save_action(
        action, user=cast.clerk, base_version=2, content=snapshot(fresh(action)), confirmed={"fr": ["summary"]}
    )
    assert fresh(action).language_report("fr").outdated == []


def test_imported_translation_without_note_goes_out_of_date_too(cast):
    """Negative control of the notes: the cast's sheets came in without any."""
    action = cast.arabic_action
    assert action.translation_notes == {}
    content = snapshot(action)
    content["title"] = {**content["title"], "ar": "مكتب جديد للاستشارة في الطاقة"}
    content["themes"] = ["energy"]
    services.save_action(action, user=cast.clerk, base_version=0, content=content)
    assert fresh(action).language_report("fr").outdated == ["title"]


def test_translation_made_from_an_original_that_changed_meanwhile_is_out_of_date_from_birth(cast):
    action = saved(cast.draft, cast.clerk)
    base = snapshot(fresh(action))
    services.save_action(action, user=cast.clerk, base_version=1, content={**base, "done": {"ar": "نص آخر تماما"}})
    services.save_action(
        action, user=cast.mayor, base_version=1, content={**base, "done": {**base["done"], "fr": "Des citernes."}}
    )
    assert fresh(action).language_report("fr").outdated == ["done"]


def test_notes_of_removed_texts_are_forgotten(cast):
    action = saved(cast.draft, cast.clerk)
    content = snapshot(fresh(action))
    assert set(fresh(action).translation_notes["fr"]) == {"title", "summary"}
    content["summary"] = {"ar": content["summary"]["ar"]}
    services.save_action(action, user=cast.clerk, base_version=1, content=content)
    assert set(fresh(action).translation_notes["fr"]) == {"title"}


def test_save_action_with_faults_saves_nothing(cast):
    with pytest.raises(InvalidContent):
        services.save_action(
            cast.draft, user=cast.clerk, base_version=0, content=full_content(cast.draft, stage="never")
        )
    assert (fresh(cast.draft).version, ActionVersion.objects.count(), Change.objects.count()) == (0, 0, 0)
