"""Who is told what: in their language around the words of others, once, and never of their own deeds."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone, translation

from seguia.accounts.models import User
from seguia.actions.models import Action
from seguia.config.testing import Cast, make_user
from seguia.core.waiting import waiting_kinds
from seguia.membership.models import Representation
from seguia.notifications.delivery import deliver_due
from seguia.notifications.models import Notice
from seguia.notifications.notice_kinds import told
from seguia.portal.desk.services import decide_item
from seguia.questions.models import Post
from seguia.questions.queries import questions_for_desk
from seguia.questions.services import accept_answer, look_after_unanswered, remind_again, take_offline, withdraw_post
from seguia.questions.tests.talk import REPLY, WORDS, answer, ask


def kinds(user: User) -> list[str]:
    """What a person was told, the oldest first."""
    return [notice.kind.partition(".")[2] for notice in Notice.objects.filter(user=user).order_by("pk")]


def aged(days: int) -> None:
    """As if everything had been written so many days ago."""
    Post.objects.update(said_at=timezone.now() - datetime.timedelta(days=days, minutes=1))


def test_people_of_the_source_get_a_mail_in_their_language(cast: Cast) -> None:
    User.objects.filter(pk=cast.mayor.pk).update(language="ar")
    User.objects.filter(pk=cast.clerk.pk).update(language="fr")
    ask(cast, text=WORDS, language="ar")
    assert (kinds(cast.mayor), kinds(cast.clerk), kinds(cast.loos_mayor)) == (["asked"], ["asked"], [])
    deliver_due()
    by_address = {sent.to[0]: sent for sent in mail.outbox}
    assert set(by_address) == {cast.mayor.email, cast.clerk.email}
    for sent in by_address.values():
        assert WORDS in sent.body
        assert 'lang="ar"' in str(sent.alternatives[0][0])
        assert cast.loos_mayor.email not in sent.body
        assert cast.loos_mayor.name not in sent.body
    assert "/ar/questions/" in by_address[cast.mayor.email].body
    assert "/fr/questions/" in by_address[cast.clerk.email].body


def test_billing_contacts_and_those_who_left_are_not_told(cast: Cast) -> None:
    Representation.objects.filter(user=cast.clerk).update(role="billing")
    Representation.objects.filter(user=cast.mayor).update(until=datetime.date(2021, 1, 1))
    ask(cast)
    assert not Notice.objects.exists()


def test_each_is_told_once_and_nobody_of_their_own_deeds(cast: Cast, peer: User) -> None:
    question = ask(cast)
    answer(cast, question)
    answer(cast, question, user=peer, speaker=Representation.objects.get(user=peer).organisation.public_id)
    answer(cast, question, user=cast.secretariat, speaker="secretariat")
    answer(cast, question, user=cast.loos_mayor, speaker=cast.loos_town.public_id)
    assert kinds(cast.loos_mayor) == ["answered", "answered", "answered"]
    assert kinds(cast.mayor) == kinds(cast.clerk) == ["asked", "added", "added", "added"]
    assert kinds(peer) == kinds(cast.secretariat) == kinds(cast.stranger) == []


def test_town_that_asked_is_told_when_who_asked_has_left(cast: Cast) -> None:
    question = ask(cast)
    Representation.objects.filter(user=cast.loos_mayor).update(until=datetime.date(2021, 1, 1))
    later = make_user("newmayor")
    Representation.objects.create(
        user=later, organisation=cast.loos_town, role="representative", since=datetime.date(2021, 1, 1)
    )
    answer(cast, question)
    assert (kinds(cast.loos_mayor), kinds(later)) == ([], ["answered"])


def test_notice_is_written_in_the_language_of_its_reader(cast: Cast) -> None:
    answer(cast, ask(cast))
    with translation.override("en"):
        (_notice, said), *_others = told(Notice.objects.filter(user=cast.loos_mayor))
    assert said is not None
    assert "Chefchaouen" in said.sentence
    assert said.title is not None
    assert (said.title.text, said.title.language) == (REPLY, "ar")


def test_what_was_taken_away_is_no_longer_told(cast: Cast) -> None:
    question = ask(cast)
    reply = answer(cast, question)
    withdraw_post(user=cast.mayor, post=reply)
    assert [said for _notice, said in told(Notice.objects.filter(user=cast.loos_mayor))] == [None]
    Action.objects.update(status="archived")
    assert [said for _notice, said in told(Notice.objects.filter(user=cast.clerk))] == [None]
    deliver_due()
    assert mail.outbox == []


def test_this_helped_is_told_once(cast: Cast) -> None:
    reply = answer(cast, ask(cast))
    for _ in range(3):
        accept_answer(user=cast.loos_mayor, answer=reply, helped=True)
    assert kinds(cast.mayor) == ["asked", "helped"]


def test_town_is_reminded_once_after_seven_days_and_the_secretariat_told_after_21(cast: Cast) -> None:
    question = ask(cast)
    aged(6)
    assert look_after_unanswered() == 0
    aged(7)
    assert [look_after_unanswered() for _ in range(3)] == [1, 0, 0]
    assert kinds(cast.mayor) == kinds(cast.clerk) == ["asked", "reminded"]
    assert kinds(cast.secretariat) == []
    assert not questions_for_desk().exists()
    aged(21)
    assert [look_after_unanswered() for _ in range(3)] == [1, 0, 0]
    assert kinds(cast.secretariat) == ["raised"]
    assert kinds(cast.loos_mayor) == []
    assert list(questions_for_desk()) == [question]


@pytest.mark.parametrize("after", ["answered", "withdrawn", "archived", "offline"])
def test_nobody_is_reminded_of_what_does_not_wait(cast: Cast, after: str) -> None:
    question = ask(cast)
    if after == "answered":
        answer(cast, question)
    elif after == "withdrawn":
        withdraw_post(user=cast.loos_mayor, post=question)
    elif after == "offline":
        take_offline(user=cast.secretariat, post=question, reason="سبب")
    else:
        Action.objects.update(status="archived")
    aged(30)
    before = Notice.objects.count()
    assert look_after_unanswered() == 0
    assert Notice.objects.count() == before


def test_days_are_settings(cast: Cast, settings: object) -> None:
    settings.QUESTIONS_REMIND_DAYS, settings.QUESTIONS_DESK_DAYS = 2, 3  # type: ignore[attr-defined]
    ask(cast)
    aged(2)
    assert look_after_unanswered() == 1
    aged(3)
    assert look_after_unanswered() == 1


def test_pile_of_the_desk(cast: Cast, django_assert_num_queries: object) -> None:
    questions = [ask(cast, text=f"سؤال {number}") for number in range(3)]
    aged(22)
    (pile,) = (
        kind for kind in waiting_kinds(lambda permission, user: True, cast.secretariat) if kind.code == "questions"
    )
    assert pile.count() == 3
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [item.key for item in pile.items(0, 50)] == [one.public_id for one in questions]
    first, second, _third = questions
    decide_item(user=cast.secretariat, kind="questions", key=first.public_id, decision="remind")
    assert kinds(cast.mayor)[-1] == "reminded"
    decide_item(user=cast.secretariat, kind="questions", key=second.public_id, decision="offline", reason="إعلان")
    assert kinds(cast.loos_mayor) == ["decided"]
    assert pile.count() == 1
    Post.objects.filter(pk=first.pk).update(rest_until=timezone.now())
    assert pile.count() == 2
    assert remind_again(user=cast.secretariat, question=first) == 2
