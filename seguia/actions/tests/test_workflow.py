"""Draft → submitted → published → archived, with reasons."""

import pytest
from django.core.exceptions import ValidationError

from seguia.actions import services
from seguia.actions.content import snapshot
from seguia.actions.models import Action, JourneyStep, Status
from seguia.actions.queries import journey_of
from seguia.actions.tests.sheets import published, saved, submitted
from seguia.audit.models import AuditEvent
from seguia.core.errors import Conflict, NotFound, Refused
from seguia.search.models import Change

DEEDS = {
    "submit": lambda a, u: services.submit_action(a, user=u),
    "publish": lambda a, u: services.publish_action(a, user=u),
    "return": lambda a, u: services.return_action(a, user=u, reason="ينقص المصدر"),
    "archive": lambda a, u: services.archive_action(a, user=u, reason="متجاوزة"),
    "restore": lambda a, u: services.restore_action(a, user=u),
}
RESULT = {"submit": "submitted", "publish": "published", "return": "draft", "archive": "archived", "restore": "draft"}
ALLOWED = {
    ("clerk", "draft"): {"submit"},
    ("clerk", "submitted"): set(),
    ("clerk", "published"): set(),
    ("clerk", "archived"): set(),
    ("mayor", "draft"): {"submit", "archive"},
    ("mayor", "submitted"): {"archive"},
    ("mayor", "published"): {"archive"},
    ("mayor", "archived"): {"restore"},
    ("secretariat", "draft"): set(),
    ("secretariat", "submitted"): {"publish", "return", "archive"},
    ("secretariat", "published"): {"archive"},
    ("secretariat", "archived"): {"restore"},
    ("stranger", "draft"): set(),
    ("stranger", "submitted"): set(),
    ("stranger", "published"): set(),
    ("stranger", "archived"): set(),
    ("loos_mayor", "submitted"): set(),
    ("loos_mayor", "published"): set(),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize(("name", "status"), ALLOWED)
def test_deed_by_role_and_state(deed, name, status, cast):
    action = saved(cast.draft, cast.clerk)
    Action.objects.filter(pk=action.pk).update(status=status, published_at="2026-01-01T00:00Z")
    action.refresh_from_db()
    steps = JourneyStep.objects.count()
    if deed in ALLOWED[name, status]:
        assert DEEDS[deed](action, getattr(cast, name)).status == RESULT[deed]
        assert JourneyStep.objects.count() == steps + 1
        return
    with pytest.raises((Refused, Conflict, NotFound)):
        DEEDS[deed](action, getattr(cast, name))
    action.refresh_from_db()
    assert (action.status, JourneyStep.objects.count()) == (status, steps)


def test_submit_lists_everything_that_is_missing(cast):
    with pytest.raises(services.Incomplete) as caught:
        services.submit_action(cast.draft, user=cast.mayor)
    assert [str(name) for name in caught.value.missing] == ["summary", "what was done", "at least one theme"]


def test_translation_does_not_make_up_for_the_original(cast):
    action = saved(cast.draft, cast.clerk, summary={"fr": "Seulement en français."})
    with pytest.raises(services.Incomplete, match="summary"):
        services.submit_action(action, user=cast.mayor)


def test_publish_is_told_everywhere(cast):
    action = published(cast)
    assert action.published_at is not None
    step = JourneyStep.objects.get(action=action, kind="published")
    assert (step.actor, step.organisation, step.status, step.is_public) == (
        cast.secretariat, cast.chefchaouen_town, "published", True,
    )  # fmt: skip
    assert AuditEvent.objects.filter(code="actions.action.published", actor=cast.secretariat).count() == 1
    assert Change.objects.last().object_id == action.pk


def test_publish_of_a_sheet_changed_since_it_was_read_is_a_conflict(cast):
    action = submitted(cast)
    services.save_action(
        action, user=cast.clerk, base_version=action.version, content={**snapshot(action), "stage": "idea"}
    )
    with pytest.raises(Conflict, match="changed after you opened it"):
        services.publish_action(action, user=cast.secretariat, version=action.version)
    action.refresh_from_db()
    assert services.publish_action(action, user=cast.secretariat, version=action.version).status == Status.PUBLISHED


def test_published_date_stays_the_first(cast):
    action = published(cast)
    first = action.published_at
    services.archive_action(action, user=cast.mayor, reason="مؤقتا")
    services.restore_action(action, user=cast.mayor)
    services.submit_action(action, user=cast.mayor)
    assert services.publish_action(action, user=cast.secretariat).published_at == first


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001, "‮mirrored"])
def test_reason_must_be_readable(reason, cast):
    action = submitted(cast)
    with pytest.raises(ValidationError):
        services.return_action(action, user=cast.secretariat, reason=reason)
    action.refresh_from_db()
    assert action.status == Status.SUBMITTED


def test_journey_shows_reasons_to_insiders_only(cast):
    action = submitted(cast)
    services.return_action(action, user=cast.secretariat, reason="ينقص المصدر")
    kinds = [entry.step.kind for entry in journey_of(action, cast.clerk)]
    assert kinds == ["submitted", "returned"]
    assert [entry.step.reason for entry in journey_of(action, cast.clerk)] == ["", "ينقص المصدر"]
    assert journey_of(action, cast.stranger) == []
    assert [entry.step.kind for entry in journey_of(action, cast.secretariat)] == kinds


def test_public_journey_holds_public_steps_only(cast):
    action = published(cast)
    assert [entry.kind.code for entry in journey_of(action, cast.stranger)] == ["published"]


def test_record_step_of_an_unknown_kind_is_a_fault_of_the_programmer(cast):
    with pytest.raises(ValueError, match="unknown kind"):
        services.record_step(cast.draft, "teleported")
