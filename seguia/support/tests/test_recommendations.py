"""Recommendations: prepared by the desk, sent together, answered by the town, never seen by anybody else."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seguia.actions.models import Status
from seguia.audit.models import AuditEvent
from seguia.config.testing import Cast
from seguia.core.errors import Conflict, Invalid, NotFound, Refused
from seguia.core.tests.real_database import at_once
from seguia.notifications.models import Notice, OutboxMessage
from seguia.notifications.notice_kinds import told
from seguia.support.models import Case, Recommendation, RecommendationChange, RecommendationStatus
from seguia.support.recommendations import services
from seguia.support.recommendations.pages import recommendations_of
from seguia.support.recommendations.queries import recommendation_for
from seguia.support.recommendations.services import (
    Advice,
    answer_recommendation,
    draft_recommendation,
    propose_recommendations,
    remove_draft,
)
from seguia.support.recommendations.telling import read_mail
from seguia.support.services.closing import Ending, close_case
from seguia.support.services.taking import take_case
from seguia.support.tests.desk import HelpDesk

QUERIES = 10
WHY = "حجم جماعتهم كحجم جماعتكم، وبدأوا بسوق واحد."


@pytest.fixture
def taken(desk: HelpDesk) -> HelpDesk:
    """Salma has the case."""
    desk.case = take_case(user=desk.salma, case=desk.case)
    return desk


def of_action(cast: Cast, **facts: Any) -> Advice:
    return Advice("action", "action", cast.french_action.public_id, why=WHY, **facts)


def draft(cast: Cast, desk: HelpDesk) -> Recommendation:
    return draft_recommendation(user=desk.salma, case=desk.case, advice=of_action(cast))


def proposed(cast: Cast, desk: HelpDesk) -> Recommendation:
    one = draft(cast, desk)
    propose_recommendations(user=desk.salma, case=desk.case)
    one.refresh_from_db()
    return one


def test_draft_is_seen_by_the_desk_alone_and_mails_nobody(cast: Cast, taken: HelpDesk) -> None:
    mails, notices = OutboxMessage.objects.count(), Notice.objects.count()
    one = draft(cast, taken)
    assert (one.status, one.language, one.label_language) == ("draft", "ar", "fr")
    assert (OutboxMessage.objects.count(), Notice.objects.count()) == (mails, notices)
    assert [s.recommendation for s in recommendations_of(taken.case, taken.salma).drafts] == [one]
    assert recommendations_of(taken.case, cast.clerk).drafts == []
    assert recommendations_of(taken.case, cast.clerk).sent == []
    with pytest.raises(NotFound):
        recommendation_for(cast.clerk, one.public_id)


def test_several_leave_together_with_the_message(cast: Cast, taken: HelpDesk) -> None:
    draft(cast, taken)
    free = Advice("course", label="Formation au compostage", address="https://example.org/cours", why="Trois jours.")
    draft_recommendation(user=taken.salma, case=taken.case, advice=free)
    sent = propose_recommendations(user=taken.salma, case=taken.case, message="هذه مقترحاتنا.", language="ar")
    assert {one.status for one in Recommendation.objects.all()} == {"proposed"}
    message = taken.case.messages.get(event="")
    assert {one.proposed_at for one in sent} == {message.at}
    notice = Notice.objects.get(user=cast.clerk, kind="support.recommended")
    [(_notice, said)] = told([notice])
    assert said is not None
    assert "2 things" in said.sentence
    assert said.path.endswith("#recommendations")
    assert not OutboxMessage.objects.filter(kind="support.recommended").exists(), "the message's mail names them"
    taken.case.refresh_from_db()
    assert taken.case.first_answered_at is not None


def test_without_a_message_one_mail_lists_them(cast: Cast, taken: HelpDesk) -> None:
    one = proposed(cast, taken)
    mail = OutboxMessage.objects.get(kind="support.recommended", user=cast.clerk)
    facts = read_mail(mail)
    assert facts is not None
    assert [str(row["label"]) for row in facts["recommended"]] == ["Le compostage au pied des immeubles"]
    cast.french_action.status = Status.ARCHIVED
    cast.french_action.save()
    assert read_mail(mail) is None, "what went offline before the mail left is not recommended"
    assert recommendations_of(taken.case, cast.clerk).sent[0].is_gone
    assert str(recommendations_of(taken.case, cast.clerk).sent[0].label) == one.label
    taken.case.refresh_from_db()
    assert taken.case.first_answered_at is not None


def test_chosen_ones_leave_the_others_stay(cast: Cast, taken: HelpDesk) -> None:
    first = draft(cast, taken)
    other = draft_recommendation(user=taken.salma, case=taken.case, advice=Advice("funding", label="Fonds vert"))
    propose_recommendations(user=taken.salma, case=taken.case, chosen=[other.public_id])
    first.refresh_from_db()
    assert first.status == "draft"
    with pytest.raises(Conflict):
        propose_recommendations(user=taken.salma, case=taken.case, chosen=[other.public_id], message="encore")
    assert taken.case.messages.filter(event="").count() == 0, "the message did not leave alone"


def test_town_goes_its_way_and_the_history_stays(cast: Cast, taken: HelpDesk) -> None:
    one = proposed(cast, taken)
    for answer in ("accepted", "under-way", "done"):
        one = answer_recommendation(user=cast.mayor, recommendation=one, answer=answer, was=one.status)
    states = list(RecommendationChange.objects.filter(recommendation=one).values_list("status", flat=True))
    assert states == ["draft", "proposed", "accepted", "under-way", "done"]
    notices = Notice.objects.filter(user=taken.salma, kind="support.recommendation_answered")
    assert [said.sentence for _n, said in told(notices.order_by("pk")) if said] == [
        "The town accepts your recommendation.",
        "The town has begun with what you recommended.",
        "The town has done what you recommended.",
    ]
    assert AuditEvent.objects.filter(code="support.recommendation.done").exists()


def test_not_for_us_needs_what_stands_in_the_way(cast: Cast, taken: HelpDesk) -> None:
    one = proposed(cast, taken)
    with pytest.raises(ValidationError):
        answer_recommendation(user=cast.mayor, recommendation=one, answer="declined")
    answer_recommendation(
        user=cast.mayor,
        recommendation=one,
        answer="declined",
        obstacle="cost",
        reason="الميزانية لا تسمح",
        language="fr",
    )
    one.refresh_from_db()
    assert (one.status, one.obstacle, one.reason_language) == ("declined", "cost", "ar")
    again = answer_recommendation(user=cast.mayor, recommendation=one, answer="accepted")
    assert (again.status, again.obstacle, again.reason) == ("accepted", "", "")
    assert one.changes.filter(obstacle="cost").exists(), "what was said before is kept"


def test_answers_that_cannot_be(cast: Cast, taken: HelpDesk) -> None:
    one = proposed(cast, taken)
    for nonsense in ("", "draft", "proposed", "x" * 300, "\x00"):
        with pytest.raises(Invalid):
            answer_recommendation(user=cast.mayor, recommendation=one, answer=nonsense)
    with pytest.raises(Conflict):
        answer_recommendation(user=cast.mayor, recommendation=one, answer="done")
    answer_recommendation(user=cast.mayor, recommendation=one, answer="accepted")
    with pytest.raises(Conflict):
        answer_recommendation(user=cast.clerk, recommendation=one, answer="declined", was="proposed", obstacle="cost")


def test_town_may_go_on_after_the_case_is_closed_the_desk_not(cast: Cast, taken: HelpDesk) -> None:
    one = proposed(cast, taken)
    taken.case.refresh_from_db()
    close_case(user=cast.clerk, case=taken.case, ending=Ending("helped"))
    assert answer_recommendation(user=cast.clerk, recommendation=one, answer="accepted").status == "accepted"
    with pytest.raises(Conflict):
        draft_recommendation(user=taken.salma, case=taken.case, advice=Advice("other", label="Encore"))


@pytest.mark.parametrize("who", ["clerk", "mayor", "loos_mayor", "stranger", "bruno"])
def test_only_the_desk_recommends(cast: Cast, taken: HelpDesk, who: str) -> None:
    user = getattr(cast, who, None) or getattr(taken, who)
    one = draft(cast, taken)
    for deed in (
        lambda: draft_recommendation(user=user, case=taken.case, advice=Advice("other", label="x")),
        lambda: propose_recommendations(user=user, case=taken.case),
        lambda: remove_draft(user=user, recommendation=one),
    ):
        with pytest.raises(Refused):
            deed()
    assert Recommendation.objects.get().status == "draft"


@pytest.mark.parametrize("who", ["salma", "bruno", "loos_mayor", "stranger", "secretariat"])
def test_only_the_town_answers(cast: Cast, taken: HelpDesk, who: str) -> None:
    one = proposed(cast, taken)
    user = getattr(cast, who, None) or getattr(taken, who)
    with pytest.raises(Refused):
        answer_recommendation(user=user, recommendation=one, answer="accepted")


def test_secretariat_recommends_too(cast: Cast, taken: HelpDesk) -> None:
    one = draft_recommendation(user=cast.secretariat, case=taken.case, advice=of_action(cast))
    assert one.author == cast.secretariat


def test_targets_must_be_public_and_of_their_kind(cast: Cast, taken: HelpDesk) -> None:
    for advice in (
        Advice("action", "action", cast.draft.public_id),
        Advice("action", "action", "00000000"),
        Advice("action", "nothing", cast.french_action.public_id),
        Advice("course", "action", cast.french_action.public_id),
        Advice("action", "action", "\x00" * 8),
    ):
        with pytest.raises(NotFound):
            draft_recommendation(user=taken.salma, case=taken.case, advice=advice)
    for free in (
        Advice("course", label=""),
        Advice("course", label="Cours", address="http://example.org/"),
        Advice("course", label="Cours", address="javascript:alert(1)"),
        Advice("nonsense", label="x"),
        Advice("course", label="\u202eevil"),
        Advice("course", label="x" * 201),
        Advice("course", label="Cours", why="y" * 4001),
    ):
        with pytest.raises(ValidationError):
            draft_recommendation(user=taken.salma, case=taken.case, advice=free)
    assert not Recommendation.objects.exists()


def test_same_thing_is_recommended_once(cast: Cast, taken: HelpDesk) -> None:
    draft(cast, taken)
    with pytest.raises(Conflict):
        draft(cast, taken)
    assert Recommendation.objects.count() == 1


def test_draft_is_removed_until_it_was_sent(cast: Cast, taken: HelpDesk) -> None:
    remove_draft(user=taken.salma, recommendation=draft(cast, taken))
    assert not Recommendation.objects.exists()
    one = proposed(cast, taken)
    with pytest.raises(Conflict):
        remove_draft(user=taken.salma, recommendation=one)


def test_who_gave_the_case_up_reads_nothing_more(cast: Cast, taken: HelpDesk) -> None:
    one = proposed(cast, taken)
    answer_recommendation(user=cast.mayor, recommendation=one, answer="accepted")
    Case.objects.filter(pk=taken.case.pk).update(adviser=taken.bruno_advises)
    with pytest.raises(NotFound):
        recommendation_for(taken.salma, one.public_id)
    notice = Notice.objects.get(user=taken.salma, kind="support.recommendation_answered")
    assert told([notice]) == [(notice, None)]


@pytest.mark.parametrize("more", [0, 2])
def test_part_of_the_page_has_constant_queries(cast: Cast, taken: HelpDesk, more: int) -> None:
    proposed(cast, taken)
    for number in range(more):
        advice = (
            Advice("other", label=f"Autre {number}")
            if number
            else Advice("action", "action", cast.arabic_action.public_id)
        )
        draft_recommendation(user=taken.salma, case=taken.case, advice=advice)
    if more:
        propose_recommendations(user=taken.salma, case=taken.case)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = recommendations_of(taken.case, cast.clerk)
    assert len(found.sent) == 1 + more
    assert len(queries) == QUERIES


def _race(cast: Cast, desk: HelpDesk) -> list[Any]:
    one = proposed(cast, desk)
    jobs = [
        lambda: answer_recommendation(user=cast.mayor, recommendation=one, answer="accepted", was="proposed"),
        lambda: answer_recommendation(
            user=cast.clerk, recommendation=one, answer="declined", was="proposed", obstacle="cost"
        ),
    ]
    return at_once(jobs)


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_answer_at_once_and_one_is_told(real_database: None, cast: Cast, desk: HelpDesk) -> None:
    desk.case = take_case(user=desk.salma, case=desk.case)
    results = _race(cast, desk)
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert Recommendation.objects.get().changes.exclude(status__in=["draft", "proposed"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_check_of_the_state_both_would_count(
    real_database: None, cast: Cast, desk: HelpDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the race is real."""
    desk.case = take_case(user=desk.salma, case=desk.case)
    monkeypatch.setattr(services, "_require_possible", lambda *args: None)
    results = _race(cast, desk)
    assert not any(isinstance(result, Exception) for result in results)
    assert Recommendation.objects.get().changes.exclude(status__in=["draft", "proposed"]).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_send_at_once_and_each_leaves_once(real_database: None, cast: Cast, desk: HelpDesk) -> None:
    desk.case = take_case(user=desk.salma, case=desk.case)
    draft(cast, desk)
    users = [desk.salma, cast.secretariat]
    at_once([lambda user=user: propose_recommendations(user=user, case=desk.case) for user in users])  # type: ignore[misc]
    one = Recommendation.objects.get()
    assert one.status == RecommendationStatus.PROPOSED
    assert one.changes.filter(status="proposed").count() == 1
    assert OutboxMessage.objects.filter(kind="support.recommended").count() == 1
