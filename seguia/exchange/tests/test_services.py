"""Offers, requests, matching, answers and what came of it, through the services."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from seguia.actions.models import Action, JourneyStep
from seguia.actions.queries import journey_of
from seguia.audit.models import AuditEvent
from seguia.config.testing import Cast
from seguia.core.errors import Conflict, Invalid, Refused
from seguia.exchange.jobs import close_what_is_over, follow_mergers, send_reminders
from seguia.exchange.models import Feedback, Match, MatchState, Posting
from seguia.exchange.services.answering import answer_match, cancel_match, hold_match
from seguia.exchange.services.deciding import confirm_match, lock_match, refuse_match
from seguia.exchange.services.following import begin_draft, write_feedback
from seguia.exchange.services.postings import MOST_RUNNING, change_status, create_posting, save_posting
from seguia.exchange.services.runs import run_matching
from seguia.exchange.tests.postings import (
    SECRET,
    agreed,
    confirmed,
    content,
    held,
    make_offer,
    make_request,
    make_town,
    proposed,
)
from seguia.exchange.wording import good_reasons, reasons_of
from seguia.membership.models import Membership
from seguia.membership.services.mergers import merge_memberships
from seguia.membership.tests.members import make_member
from seguia.notifications.delivery import deliver_due
from seguia.notifications.models import Notice, OutboxMessage

TODAY = datetime.date.today()  # noqa: DTZ011


def deliver_all() -> None:
    """The worker stops after a while; a slow machine needs more than one round."""
    while deliver_due():
        pass


def codes() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("code", flat=True))


def test_offer_is_kept_in_its_own_language_and_recorded(cast: Cast) -> None:
    offer = make_offer(cast, capacity=3)
    assert (offer.status, offer.is_public, offer.capacity, offer.language) == ("open", True, 3, "ar")
    assert list(offer.themes.all()) == [cast.waste]
    assert codes() == ["exchange.offer.created"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"), ({"title": "\u200b"}, "title"), ({"text": "x" * 4001}, "text"),
        ({"kind": "tea"}, "kind"), ({"spoken": []}, "spoken"), ({"spoken": ["xx"]}, "spoken"), ({"themes": []}, "themes"),
        ({"capacity": 0}, "capacity"), ({"capacity": 51}, "capacity"), ({"language": "zz"}, "language"),
        ({"contact_email": "nobody"}, "contact_email"), ({"payment": "king"}, "payment"),
        ({"date_from": datetime.date(2027, 2, 2), "date_to": datetime.date(2027, 2, 1)}, "date_to"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_field(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as told:
        make_offer(cast, **wrong)
    assert field in told.value.error_dict
    assert not Posting.objects.exists()


@pytest.mark.parametrize("text", ["a\x00b", "a\u202eb"])
def test_invisible_characters_are_refused(cast: Cast, text: str) -> None:
    with pytest.raises(ValidationError):
        make_offer(cast, title=text)


def test_only_people_of_active_towns_offer_and_ask(cast: Cast) -> None:
    for user in (cast.stranger, cast.loos_mayor, cast.secretariat):
        with pytest.raises(Refused):
            make_offer(cast, user=user)
    make_member(cast.chefchaouen_town, "suspended")
    with pytest.raises(Refused):
        make_offer(cast)


def test_a_town_has_a_limit(cast: Cast) -> None:
    offer = make_offer(cast)
    copies = [Posting(**{f.attname: getattr(offer, f.attname) for f in Posting._meta.fields if f.name not in {"id", "public_id"}})
              for _n in range(MOST_RUNNING - 1)]  # fmt: skip
    Posting.objects.bulk_create(copies)
    with pytest.raises(Invalid):
        make_offer(cast)


def test_saving_from_an_older_version_is_told_and_nothing_is_lost(cast: Cast) -> None:
    offer = make_offer(cast)
    save_posting(user=cast.clerk, posting=offer, content=content(cast, title="جديد"), version="1")
    with pytest.raises(Conflict):
        save_posting(user=cast.mayor, posting=offer, content=content(cast, title="آخر"), version="1")
    assert Posting.objects.get().title == "جديد"


def test_matching_proposes_with_reasons_and_tells_nobody(cast: Cast) -> None:
    match = proposed(cast)
    assert match.state == MatchState.PROPOSED
    assert match.fit == sum(match.parts.values()) >= 40
    assert {reason.code for reason in good_reasons(match)} >= {"themes", "language", "payment"}
    assert cast.waste.label().text in " ".join(reason.text for reason in reasons_of(match))
    assert not Notice.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_next_run_replaces_proposals_but_keeps_what_is_kept(cast: Cast) -> None:
    match = proposed(cast)
    lock_match(user=cast.secretariat, public_id=match.public_id, is_locked=True)
    town, head = make_town(1)
    make_request(cast, head, town, action=cast.arabic_action, goals=[])
    run_matching(user=cast.secretariat)
    assert Match.objects.get().pk == match.pk
    lock_match(user=cast.secretariat, public_id=match.public_id, is_locked=False)
    run_matching(user=cast.secretariat)
    assert Match.objects.count() == 1
    assert Match.objects.get().pk != match.pk


def test_refused_pair_is_not_proposed_again(cast: Cast) -> None:
    match = proposed(cast)
    refuse_match(user=cast.secretariat, public_id=match.public_id, reason="بعيدان جدا")
    run = run_matching(user=cast.secretariat)
    assert run.match_count == 0
    assert run.alone[0]["why"] == "said-no"
    with pytest.raises(ValidationError):
        refuse_match(user=cast.secretariat, public_id=match.public_id, reason=" ")


def test_only_the_secretariat_decides(cast: Cast) -> None:
    match = proposed(cast)
    for user in (cast.mayor, cast.loos_mayor, cast.stranger):
        for deed in (
            lambda user=user: run_matching(user=user),
            lambda user=user: confirm_match(user=user, public_id=match.public_id),
            lambda user=user: refuse_match(user=user, public_id=match.public_id, reason="x"),
            lambda user=user: lock_match(user=user, public_id=match.public_id, is_locked=True),
        ):
            with pytest.raises(Refused):
                deed()


def test_confirming_tells_both_towns_with_reasons_in_their_language(cast: Cast) -> None:
    match = confirmed(cast)
    assert {posting.status for posting in Posting.objects.all()} == {"matched"}
    told = {notice.user_id for notice in Notice.objects.all()}
    assert told == {cast.mayor.pk, cast.clerk.pk, cast.loos_mayor.pk}
    cast.loos_mayor.language = "fr"
    cast.loos_mayor.save()
    OutboxMessage.objects.filter(user=cast.loos_mayor).update(language="fr")
    deliver_all()
    letters = {message.to[0]: message for message in mail.outbox}
    assert set(letters) == {cast.mayor.email, cast.clerk.email, cast.loos_mayor.email}
    body = letters[cast.loos_mayor.email].body
    assert "Déchets" in body
    assert match.public_id in body
    assert SECRET not in body


def test_contacts_are_exchanged_only_when_both_have_accepted(cast: Cast) -> None:
    match = confirmed(cast)
    first = answer_match(user=cast.mayor, public_id=match.public_id, answer="accepted")
    assert first.state == MatchState.CONFIRMED
    deliver_all()
    assert all(SECRET not in message.body for message in mail.outbox)
    second = answer_match(user=cast.loos_mayor, public_id=match.public_id, answer="accepted")
    assert second.state == MatchState.AGREED
    mail.outbox.clear()
    deliver_all()
    assert [message.to[0] for message in mail.outbox if SECRET in message.body]


def test_mail_that_came_too_late_is_not_sent(cast: Cast) -> None:
    match = confirmed(cast)
    cancel_match(user=cast.secretariat, public_id=match.public_id, reason="تأجيل")
    deliver_all()
    assert all("تأجيل" in message.body for message in mail.outbox)


def test_declining_needs_a_reason_and_frees_both(cast: Cast) -> None:
    match = confirmed(cast)
    with pytest.raises(ValidationError):
        answer_match(user=cast.loos_mayor, public_id=match.public_id, answer="declined")
    answer_match(user=cast.loos_mayor, public_id=match.public_id, answer="declined", reason="Pas cette année")
    match.refresh_from_db()
    assert (match.state, match.seat, match.reason_by) == ("declined", None, cast.loos_town)
    assert {posting.status for posting in Posting.objects.all()} == {"open"}
    assert run_matching(user=cast.secretariat).match_count == 0


@pytest.mark.parametrize("who", ["stranger", "secretariat"])
def test_only_the_two_towns_answer(cast: Cast, who: str) -> None:
    match = confirmed(cast)
    with pytest.raises(Refused):
        answer_match(user=getattr(cast, who), public_id=match.public_id, answer="accepted")


def test_a_town_answers_once_and_for_its_own_side(cast: Cast) -> None:
    match = confirmed(cast)
    with pytest.raises(Invalid):
        answer_match(user=cast.mayor, public_id=match.public_id, answer="accepted", side="request")
    answer_match(user=cast.mayor, public_id=match.public_id, answer="accepted")
    with pytest.raises(Conflict):
        answer_match(user=cast.clerk, public_id=match.public_id, answer="declined", reason="x")


def test_capacity_is_never_exceeded_by_confirming(cast: Cast) -> None:
    make_offer(cast, capacity=2)
    for number in range(4):
        town, head = make_town(number)
        make_request(cast, head, town)
    run_matching(user=cast.secretariat)
    assert Match.objects.count() == 2
    for match in Match.objects.all():
        confirm_match(user=cast.secretariat, public_id=match.public_id)
    assert sorted(Match.objects.values_list("seat", flat=True)) == [1, 2]
    run = run_matching(user=cast.secretariat)
    assert (run.match_count, run.offer_count, run.request_count) == (0, 0, 2)
    late = Match.objects.create(
        offer=Posting.objects.get(side="offer"),
        request=Posting.objects.filter(side="request", status="open")[0],
        fit=50,
    )
    with pytest.raises(Conflict):
        confirm_match(user=cast.secretariat, public_id=late.public_id)


def test_database_lets_nobody_take_a_place_twice(cast: Cast) -> None:
    match = confirmed(cast)
    town, head = make_town(1)
    other = make_request(cast, head, town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.create(offer=match.offer, request=other, fit=50, state="confirmed", seat=1)


def test_places_cannot_become_fewer_than_are_taken(cast: Cast) -> None:
    make_offer(cast, capacity=2)
    for number in range(2):
        town, head = make_town(number)
        make_request(cast, head, town)
    run_matching(user=cast.secretariat)
    for match in Match.objects.all():
        confirm_match(user=cast.secretariat, public_id=match.public_id)
    offer = Posting.objects.get(side="offer")
    with pytest.raises(ValidationError):
        save_posting(user=cast.mayor, posting=offer, content=content(cast, capacity=1), version="")
    with pytest.raises(Conflict):
        change_status(user=cast.mayor, posting=offer, status="withdrawn")
    saved = save_posting(user=cast.mayor, posting=offer, content=content(cast, capacity=3), version="")
    assert saved.status == "open"


def test_editing_or_pausing_drops_the_proposal(cast: Cast) -> None:
    match = proposed(cast)
    save_posting(user=cast.mayor, posting=match.offer, content=content(cast, capacity=1), version="")
    assert not Match.objects.exists()
    run_matching(user=cast.secretariat)
    change_status(user=cast.loos_mayor, posting=match.request, status="paused")
    assert not Match.objects.exists()
    assert run_matching(user=cast.secretariat).match_count == 0


def test_journey_of_the_action_tells_everybody_after_it_took_place(cast: Cast) -> None:
    match = agreed(cast, action=cast.arabic_action)
    assert not JourneyStep.objects.filter(kind="visited").exists()
    with pytest.raises(ValidationError):
        hold_match(user=cast.mayor, public_id=match.public_id, on=TODAY + datetime.timedelta(days=2))
    hold_match(user=cast.loos_mayor, public_id=match.public_id, on=TODAY)
    told = [entry.told.sentence for entry in journey_of(cast.arabic_action, None) if entry.told]
    assert told == ["Ville de Loos-en-Gohelle came on a study visit."]
    assert Posting.objects.get(side="request").status == "closed"
    assert Posting.objects.get(side="offer").status == "open"


def test_cancelling_before_it_took_place(cast: Cast) -> None:
    match = agreed(cast)
    cancel_match(user=cast.loos_mayor, public_id=match.public_id, reason="Élections")
    assert Match.objects.get().state == "cancelled"
    with pytest.raises(Conflict):
        hold_match(user=cast.mayor, public_id=match.public_id, on=TODAY)


def test_each_town_writes_its_own_feedback_and_begins_drafts_of_its_own(cast: Cast) -> None:
    match = held(cast)
    texts = {"seen": "رأينا المحطة", "learnt": "تعلمنا الفرز", "following": "سنبدأ في الربيع"}
    write_feedback(user=cast.mayor, public_id=match.public_id, texts=texts, language="ar")
    ours = {"seen": "Une station bien tenue", "learnt": "", "following": ""}
    write_feedback(user=cast.loos_mayor, public_id=match.public_id, texts=ours, language="fr")
    assert set(Feedback.objects.values_list("organisation", flat=True)) == {cast.chefchaouen_town.pk, cast.loos_town.pk}
    action = begin_draft(user=cast.mayor, public_id=match.public_id, kind="action")
    assert (action.organisation, action.status, action.lessons["ar"]) == (
        cast.chefchaouen_town,
        "draft",
        "رأينا المحطة\n\nتعلمنا الفرز",
    )
    assert begin_draft(user=cast.clerk, public_id=match.public_id, kind="action").pk == action.pk
    method = begin_draft(user=cast.loos_mayor, public_id=match.public_id, kind="method")
    assert (method.organisation, method.body["fr"]) == (cast.loos_town, "Une station bien tenue")
    assert Action.objects.filter(pk=action.pk, themes=cast.waste).exists()
    for user in (cast.stranger, cast.secretariat):
        with pytest.raises(Refused):
            begin_draft(user=user, public_id=match.public_id, kind="action")


def test_feedback_from_an_older_version_is_told(cast: Cast) -> None:
    match = held(cast)
    for version in ("0", "1"):
        write_feedback(
            user=cast.mayor, public_id=match.public_id, texts={"seen": version}, language="ar", version=version
        )
    with pytest.raises(Conflict):
        write_feedback(user=cast.clerk, public_id=match.public_id, texts={"seen": "x"}, language="ar", version="1")


def test_reminders_a_week_apart_and_three_at_most(cast: Cast) -> None:
    match = confirmed(cast)
    answer_match(user=cast.mayor, public_id=match.public_id, answer="accepted")
    assert send_reminders() == 0
    for times in range(5):
        old = timezone.now() - datetime.timedelta(days=8)
        Match.objects.update(changed_at=old, reminded_at=old if times else None)
        assert send_reminders() == (1 if times < 3 else 0)
        assert send_reminders() == 0
    reminded = Notice.objects.filter(facts__event="answer-soon").values_list("user", flat=True)
    assert set(reminded) == {cast.loos_mayor.pk}


def test_reminders_ask_whether_it_took_place_and_what_was_learnt(cast: Cast) -> None:
    match = agreed(cast, date_to=TODAY + datetime.timedelta(days=1))
    old = timezone.now() - datetime.timedelta(days=20)
    Match.objects.update(changed_at=old, agreed_at=old)
    assert send_reminders() == 0
    Posting.objects.update(date_to=TODAY - datetime.timedelta(days=1))
    assert send_reminders() == 1
    hold_match(user=cast.mayor, public_id=match.public_id, on=TODAY)
    write_feedback(user=cast.mayor, public_id=match.public_id, texts={"seen": "رأينا"}, language="ar")
    Match.objects.update(changed_at=old)
    assert send_reminders() == 1
    last = Notice.objects.filter(facts__event="bring-home").values_list("user", flat=True)
    assert set(last) == {cast.loos_mayor.pk}


def test_what_is_over_is_closed(cast: Cast) -> None:
    offer = make_offer(cast)
    Posting.objects.update(date_to=TODAY - datetime.timedelta(days=1))
    assert close_what_is_over() == 1
    offer.refresh_from_db()
    assert offer.status == "closed"
    assert codes()[-1] == "exchange.offer.closed"


def test_offers_follow_a_town_that_merged(cast: Cast) -> None:
    town, _head = make_town(1)
    make_offer(cast)
    old = make_member(cast.chefchaouen_town)
    merge_memberships(user=cast.secretariat, memberships=[old], into=town)
    assert follow_mergers() == 1
    assert Posting.objects.get().organisation == town
    assert follow_mergers() == 0
    assert Membership.objects.filter(organisation=town).exists()


def test_interest_in_an_offer_wins_over_a_stranger_request(cast: Cast) -> None:
    offer = make_offer(cast)
    town, head = make_town(1)
    make_request(cast, head, town)
    wished = make_request(cast, answers=offer)
    run_matching(user=cast.secretariat)
    assert Match.objects.get().request == wished
    with pytest.raises(Invalid):
        create_posting(
            user=cast.mayor, organisation=cast.chefchaouen_town, side="request", content=content(cast), answers=offer
        )
