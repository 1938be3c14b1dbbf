"""The life of a membership: every step by who may take it, in the right state, once."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from seguia.audit.models import AuditEvent
from seguia.core.errors import Conflict, Refused
from seguia.membership.models import Membership, MembershipChange
from seguia.membership.queries import may_submit, memberships_on
from seguia.membership.services import lifecycle
from seguia.membership.tests.members import FIRST, ask, make_member
from seguia.notifications.models import OutboxMessage

TODAY = timezone.localdate()


def taken(step: str, user, membership):
    """One step with sensible facts."""
    facts = {
        "check": lambda: lifecycle.check_request(user=user, membership=membership),
        "return": lambda: lifecycle.return_request(user=user, membership=membership, reason="ينقص المقرر"),
        "accept": lambda: lifecycle.decide_request(
            user=user, membership=membership, is_accepted=True, reference="2026/14"
        ),
        "refuse": lambda: lifecycle.decide_request(
            user=user, membership=membership, is_accepted=False, reason="خارج المجال"
        ),
        "activate": lambda: lifecycle.activate_membership(user=user, membership=membership, on=TODAY),
        "suspend": lambda: lifecycle.suspend_membership(user=user, membership=membership, reason="واجبات غير مؤداة"),
        "resume": lambda: lifecycle.resume_membership(user=user, membership=membership),
        "end": lambda: lifecycle.end_membership(user=user, membership=membership, reason="حل الجمعية"),
    }
    return facts[step]()


STEPS = {
    "check": ("requested", "checked"),
    "return": ("checked", "requested"),
    "accept": ("checked", "accepted"),
    "refuse": ("checked", "refused"),
    "activate": ("accepted", "active"),
    "suspend": ("active", "suspended"),
    "resume": ("suspended", "active"),
    "end": ("active", "ended"),
}


@pytest.fixture
def member_in(cast, asilah):
    """A membership with papers, put into a state."""

    def make(status: str) -> Membership:
        membership = ask(cast.stranger, asilah)
        begun = status in {"active", "suspended", "resigned", "ended"}
        Membership.objects.filter(pk=membership.pk).update(
            status=status, since=FIRST if begun else None, member_since=FIRST if begun else None
        )
        OutboxMessage.objects.all().delete()
        membership.refresh_from_db()
        return membership

    return make


@pytest.mark.parametrize("step", STEPS)
def test_the_secretariat_takes_each_step(step, cast, member_in):
    before, after = STEPS[step]
    membership = member_in(before)
    assert taken(step, cast.secretariat, membership).status == after
    membership.refresh_from_db()
    assert membership.status == after
    last = MembershipChange.objects.filter(membership=membership).last()
    assert (last.before, last.after, last.actor) == (before, after, cast.secretariat)
    assert AuditEvent.objects.filter(object_id=str(membership.pk), code__startswith="membership.membership.").exists()


@pytest.mark.parametrize("role", ["mayor", "clerk", "stranger", "loos_mayor"])
@pytest.mark.parametrize("step", STEPS)
def test_nobody_else_takes_any_step(step, role, cast, member_in):
    membership = member_in(STEPS[step][0])
    with pytest.raises(Refused):
        taken(step, getattr(cast, role), membership)
    membership.refresh_from_db()
    assert membership.status == STEPS[step][0]
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", ["requested", "checked", "accepted", "active", "suspended", "ended", "refused"])
def test_a_step_in_the_wrong_state_is_a_conflict(step, state, cast, member_in):
    allowed = {
        "return": {"requested", "checked"},
        "activate": {"accepted", "active", "suspended"},
        "end": {"requested", "checked", "accepted", "active", "suspended"},
    }.get(step, {STEPS[step][0]})
    if state in allowed:
        return
    membership = member_in(state)
    with pytest.raises(Conflict) as refusal:
        taken(step, cast.secretariat, membership)
    assert membership.get_status_display() in str(refusal.value)


def test_activation_twice_changes_nothing(cast, member_in):
    membership = member_in("accepted")
    lifecycle.activate_membership(user=None, membership=membership, on=datetime.date(2026, 2, 3))
    again = lifecycle.activate_membership(user=None, membership=membership, on=datetime.date(2026, 5, 5))
    assert (again.status, again.since) == ("active", datetime.date(2026, 2, 3))
    assert MembershipChange.objects.filter(membership=membership, after="active").count() == 1


def test_two_deciding_at_once_the_second_is_told_who_was_first(cast, member_in):
    membership = member_in("checked")
    seen = str(membership.version)
    lifecycle.decide_request(
        user=cast.secretariat, membership=membership, is_accepted=True, reference="2026/14", version=seen
    )
    with pytest.raises(Conflict) as refusal:
        lifecycle.return_request(user=cast.secretariat, membership=membership, reason="لا", version=seen)
    assert cast.secretariat.name in str(refusal.value)


def test_an_old_version_is_a_conflict_even_in_the_right_state(cast, member_in):
    membership = member_in("active")
    seen = str(membership.version)
    lifecycle.suspend_membership(user=cast.secretariat, membership=membership, reason="خطأ")
    lifecycle.resume_membership(user=cast.secretariat, membership=membership)
    with pytest.raises(Conflict):
        lifecycle.suspend_membership(user=cast.secretariat, membership=membership, reason="خطأ", version=seen)
    fresh = str(Membership.objects.get(pk=membership.pk).version)
    lifecycle.suspend_membership(user=cast.secretariat, membership=membership, reason="خطأ", version=fresh)


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "x" * 2001])
def test_a_suspension_needs_a_reason(reason, cast, member_in):
    membership = member_in("active")
    with pytest.raises(ValidationError):
        lifecycle.suspend_membership(user=cast.secretariat, membership=membership, reason=reason)


def test_acceptance_needs_a_reference(cast, member_in):
    with pytest.raises(ValidationError):
        lifecycle.decide_request(user=cast.secretariat, membership=member_in("checked"), is_accepted=True)


@pytest.mark.parametrize(
    ("months", "notice", "end"),
    [
        (6, datetime.date(2026, 1, 15), datetime.date(2026, 7, 15)),
        (6, datetime.date(2025, 8, 31), datetime.date(2026, 2, 28)),
        (6, datetime.date(2027, 8, 31), datetime.date(2028, 2, 29)),
        (12, datetime.date(2026, 3, 1), datetime.date(2027, 3, 1)),
        (0, datetime.date(2026, 3, 1), datetime.date(2026, 3, 1)),
    ],
)
def test_the_notice_ends_months_later(months, notice, end):
    with override_settings(MEMBERSHIP_NOTICE_MONTHS=months):
        assert lifecycle.notice_end(notice) == end


def test_a_representative_resigns_and_stays_a_member_until_the_end_of_the_notice(cast):
    membership = make_member(cast.chefchaouen_town)
    left = lifecycle.resign_membership(user=cast.mayor, membership=membership, reason="قرار المجلس")
    assert (left.status, left.notice_on, left.until) == ("resigned", TODAY, lifecycle.notice_end(TODAY))
    assert may_submit(cast.chefchaouen_town.pk)
    assert list(memberships_on()) == [left]
    assert not memberships_on(left.until).exists()


def test_a_representative_cannot_put_the_notice_into_the_past(cast):
    membership = make_member(cast.chefchaouen_town)
    left = lifecycle.resign_membership(user=cast.mayor, membership=membership, notice_on=datetime.date(2023, 1, 1))
    assert left.notice_on == TODAY


@pytest.mark.parametrize("role", ["clerk", "stranger", "loos_mayor"])
def test_others_cannot_resign_for_a_town(role, cast):
    membership = make_member(cast.chefchaouen_town)
    with pytest.raises(Refused):
        lifecycle.resign_membership(user=getattr(cast, role), membership=membership)


def test_notice_is_given_once(cast):
    membership = make_member(cast.chefchaouen_town, "suspended")
    lifecycle.resign_membership(user=cast.mayor, membership=membership)
    with pytest.raises(Conflict):
        lifecycle.resign_membership(user=cast.mayor, membership=membership)


def test_resigning_does_not_end_a_suspension(cast):
    membership = make_member(cast.chefchaouen_town, "suspended")
    left = lifecycle.resign_membership(user=cast.mayor, membership=membership)
    assert (left.status, left.until) == ("suspended", lifecycle.notice_end(TODAY))
    assert not may_submit(cast.chefchaouen_town.pk)
    assert lifecycle.resume_membership(user=cast.secretariat, membership=left).status == "resigned"


def test_the_job_ends_what_has_run_out_and_nothing_else(cast):
    gone = make_member(cast.chefchaouen_town, "resigned", until=TODAY, notice_on=FIRST)
    staying = make_member(cast.loos_town, "resigned", until=TODAY + datetime.timedelta(days=1), notice_on=FIRST)
    assert not may_submit(cast.chefchaouen_town.pk)
    assert (lifecycle.end_expired_memberships(), lifecycle.end_expired_memberships()) == (1, 0)
    gone.refresh_from_db()
    staying.refresh_from_db()
    assert (gone.status, staying.status) == ("ended", "resigned")


def test_the_history_answers_who_was_a_member_on_a_day(cast):
    membership = make_member(cast.chefchaouen_town)
    day = datetime.date(2024, 1, 1)
    MembershipChange.objects.create(membership=membership, on=day, before="active", after="suspended")
    MembershipChange.objects.create(
        membership=membership, on=datetime.date(2024, 6, 1), before="suspended", after="active"
    )
    find = Membership.objects
    assert not find.members_on(FIRST - datetime.timedelta(days=1)).exists()
    assert find.members_on(FIRST).get() == find.active_on(FIRST).get() == membership
    assert find.members_on(day).exists()
    assert not find.active_on(day).exists()
    assert find.active_on(datetime.date(2024, 6, 1)).exists()


def test_history_cannot_be_rewritten(cast):
    change = MembershipChange.objects.get(membership=make_member(cast.chefchaouen_town))
    change.after = "ended"
    with pytest.raises(TypeError):
        change.save()


def test_an_organisation_has_one_open_membership(cast):
    make_member(cast.chefchaouen_town)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_member(cast.chefchaouen_town, "requested")
    make_member(cast.chefchaouen_town, "ended", until=FIRST)


@pytest.mark.parametrize(
    ("status", "expected"),
    [("active", True), ("resigned", True), ("suspended", False), ("ended", False), ("accepted", False)],
)
def test_only_members_hand_in_sheets(status, expected, cast):
    make_member(cast.chefchaouen_town, status)
    assert may_submit(cast.chefchaouen_town.pk) is expected
    assert may_submit(cast.loos_town.pk)


def test_a_suspended_town_reads_why_it_cannot_submit(client, cast):
    make_member(cast.chefchaouen_town, "suspended")
    client.force_login(cast.mayor)
    page = client.get(f"/en/actions/{cast.draft.public_id}/edit/")
    assert page.status_code == 200
    answer = client.get(f"/en/actions/{cast.draft.public_id}/submit/")
    assert answer.status_code == 403
    assert "membership of your organisation is not active" in answer.content.decode()


def test_representatives_are_told_in_their_language(cast):
    cast.mayor.language = "ar"
    cast.mayor.save()
    membership = make_member(cast.chefchaouen_town)
    lifecycle.suspend_membership(user=cast.secretariat, membership=membership, reason="واجبات 2025")
    message = OutboxMessage.objects.get()
    assert (message.user, message.language, message.kind) == (cast.mayor, "ar", "membership.state")
    assert message.facts == {"membership": membership.public_id, "event": "suspended", "reason": "واجبات 2025"}
