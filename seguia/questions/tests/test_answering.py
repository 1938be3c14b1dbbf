"""Answering: three voices, nothing lost when two write at once, mending and withdrawing, "this helped"."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from seguia.accounts.models import User
from seguia.actions.models import JourneyStep
from seguia.config.testing import Cast, make_action
from seguia.core.errors import Conflict, Invalid, NotFound, Refused
from seguia.core.permissions import allowed
from seguia.membership.models import Representation
from seguia.questions.models import EarlierText, Post, Side
from seguia.questions.queries import last_answer_number, place_of
from seguia.questions.services import accept_answer, edit_post, withdraw_post
from seguia.questions.tests.talk import REPLY, WORDS, answer, ask, filled
from seguia.ui.tests.markup import Page


def page(question: Post, language: str = "en") -> str:
    return f"/{language}/questions/{question.public_id}/"


def town_of(person: User) -> str:
    return Representation.objects.get(user=person).organisation.public_id


def test_voices_are_marked(cast: Cast, peer: User, client: Client) -> None:
    question = ask(cast)
    own = make_action(Representation.objects.get(user=peer).organisation, {"ar": "الخطارات"}, status="published")
    answer(cast, question)
    answer(cast, question, user=peer, speaker=town_of(peer), text="ونحن أيضا", example=own.public_id)
    answer(cast, question, user=cast.secretariat, speaker="secretariat", text="Voir aussi", language="fr")
    answer(cast, question, user=cast.loos_mayor, speaker=cast.loos_town.public_id, text="Merci", language="fr")
    sides = [Side.SOURCE, Side.PEER, Side.SECRETARIAT, Side.ASKER]
    assert list(question.answers.values_list("side", flat=True)) == sides
    html = client.get(page(question)).content.decode()
    assert Page(html).faults == []
    for words in ("did this action", "we too", "Secretariat of the network", "who asked", own.get_absolute_url()[3:]):
        assert words in html


def test_answer_by_the_form_once(cast: Cast, client: Client) -> None:
    question = ask(cast)
    client.force_login(cast.clerk)
    path = page(question, "ar")
    assert Page(client.get(path).content.decode()).faults == []
    given = filled(client, path, cast.chefchaouen_town, text=REPLY)
    for _ in range(2):
        response = client.post(f"{path}answer/", given)
        assert response.status_code == 302
    reply = question.answers.get()
    assert (reply.text, reply.side, reply.author) == (REPLY, Side.SOURCE, cast.clerk)
    assert response["Location"] == f"{path}#{reply.public_id}"


def test_second_colleague_reads_the_first_answer_and_may_send_anyway(cast: Cast, client: Client) -> None:
    question = ask(cast)
    client.force_login(cast.clerk)
    path = page(question)
    given = filled(client, path, cast.chefchaouen_town, text="جواب الكاتبة")
    answer(cast, question, text="جواب الرئيس")
    response = client.post(f"{path}answer/", given)
    html = response.content.decode()
    assert response.status_code == 409
    assert Page(html).faults == []
    assert "جواب الرئيس" in html
    assert response.context["form"]["text"].value() == "جواب الكاتبة"
    assert "Send it anyway" in html
    assert question.answers.count() == 1
    again = {**given, "seen": str(response.context["seen"]), "form_key": response.context["form_key"]}
    assert client.post(f"{path}answer/", again).status_code == 302
    assert sorted(question.answers.values_list("text", flat=True)) == sorted(["جواب الرئيس", "جواب الكاتبة"])


def test_own_answers_do_not_stand_in_the_way(cast: Cast) -> None:
    question = ask(cast)
    answer(cast, question, seen=0)
    answer(cast, question, seen=0)
    with pytest.raises(Conflict):
        answer(cast, question, user=cast.clerk, seen=0)
    answer(cast, question, user=cast.clerk, seen=last_answer_number(question))


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""}, {"text": "a\x00b"}, {"speaker": "secretariat"}, {"speaker": "x" * 5000}, {"seen": ""}, {"seen": "-1"},
        {"seen": "9" * 40}, {"seen": "x"}, {"language": "xx"},
    ],
)  # fmt: skip
def test_nonsense_is_said_and_the_text_is_kept(cast: Cast, client: Client, wrong: dict[str, str]) -> None:
    question = ask(cast)
    client.force_login(cast.mayor)
    given = {**filled(client, page(question), cast.chefchaouen_town), **wrong}
    response = client.post(f"{page(question)}answer/", given)
    assert response.status_code == 400
    assert response.context["form"]["text"].value() == given["text"]
    assert not question.answers.exists()


def test_who_may_answer(cast: Cast, client: Client) -> None:
    question = ask(cast)
    with pytest.raises(Refused):
        answer(cast, question, user=cast.stranger)
    with pytest.raises(Invalid):
        answer(cast, question, user=cast.loos_mayor)
    with pytest.raises(Invalid):
        answer(cast, question, speaker="secretariat")
    assert client.get(f"{page(question)}answer/").status_code == 302
    client.force_login(cast.stranger)
    response = client.post(f"{page(question)}answer/", {"text": WORDS})
    assert (response.status_code, WORDS in response.content.decode()) == (403, True)
    assert "Join the network" in client.get(page(question)).content.decode()


def test_example_is_an_own_public_action(cast: Cast, peer: User) -> None:
    question = ask(cast)
    for foreign in (cast.french_action, cast.draft):
        with pytest.raises(NotFound):
            answer(cast, question, user=peer, speaker=town_of(peer), example=foreign.public_id)
    assert answer(cast, question, example=cast.french_action.public_id).example is None


def test_change_at_once_leaves_no_mark(cast: Cast, client: Client) -> None:
    question = ask(cast)
    client.force_login(cast.loos_mayor)
    path = f"{page(question)}edit/"
    shown = client.get(path)
    assert Page(shown.content.decode()).faults == []
    given = {"form_key": shown.context["form_key"], "start": question.mark, "text": "Et après dix ans ?"}
    assert client.post(path, given).status_code == 302
    question.refresh_from_db()
    assert (question.text, question.edited_at) == ("Et après dix ans ?", None)
    assert not EarlierText.objects.exists()


def test_later_change_is_marked_and_the_secretariat_reads_the_older_text(cast: Cast, client: Client) -> None:
    question = ask(cast)
    Post.objects.update(said_at=timezone.now() - datetime.timedelta(minutes=31))
    edit_post(user=cast.loos_mayor, post=question, text="Nouvelle question", start=question.mark)
    older = "Combien coûte"
    assert "edited" in client.get(page(question)).content.decode()
    for person in (None, cast.stranger, cast.mayor, cast.loos_mayor):
        client.force_login(person) if person else client.logout()
        assert older not in client.get(page(question)).content.decode()
    client.force_login(cast.secretariat)
    assert older in client.get(page(question)).content.decode()


def test_change_after_an_answer_is_marked_at_once(cast: Cast) -> None:
    question = ask(cast)
    answer(cast, question)
    edit_post(user=cast.loos_mayor, post=question, text="Autre chose", start=question.mark)
    question.refresh_from_db()
    assert question.edited_at is not None


def test_change_from_two_windows_is_not_lost(cast: Cast, client: Client) -> None:
    question = ask(cast)
    client.force_login(cast.loos_mayor)
    path = f"{page(question)}edit/"
    given = {"form_key": client.get(path).context["form_key"], "start": question.mark, "text": "من النافذة الثانية"}
    edit_post(user=cast.loos_mayor, post=question, text="Première fenêtre", start=question.mark)
    response = client.post(path, given)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Première fenêtre" in html
    assert response.context["form"]["text"].value() == "من النافذة الثانية"


@pytest.mark.parametrize("person", ["mayor", "clerk", "stranger", "secretariat"])
def test_only_the_author_changes_a_text(cast: Cast, client: Client, person: str) -> None:
    question = ask(cast)
    client.force_login(getattr(cast, person))
    assert client.get(f"{page(question)}edit/").status_code == 403
    response = client.post(f"{page(question)}edit/", {"text": WORDS})
    assert (response.status_code, WORDS in response.content.decode()) == (403, True)
    with pytest.raises(Refused):
        edit_post(user=getattr(cast, person), post=question, text="x", start=question.mark)


def test_withdrawn_question_keeps_its_answers(cast: Cast, client: Client) -> None:
    question = ask(cast)
    answer(cast, question)
    client.force_login(cast.loos_mayor)
    path = f"{page(question)}withdraw/"
    shown = client.get(path)
    assert Page(shown.content.decode()).faults == []
    given = {"form_key": shown.context["form_key"]}
    for _ in range(2):
        assert client.post(path, given).status_code == 302
    client.logout()
    html = client.get(page(question)).content.decode()
    assert REPLY in html
    assert question.text not in html
    assert Page(html).faults == []
    with pytest.raises(Refused):
        answer(cast, question)


def test_withdrawn_question_without_answers_is_gone(cast: Cast, client: Client) -> None:
    question = ask(cast)
    withdraw_post(user=cast.loos_mayor, post=question)
    assert client.get(page(question)).status_code == 404
    assert question.text not in client.get(cast.arabic_action.get_absolute_url()).content.decode()
    assert place_of(cast.loos_mayor, question).endswith(f"/questions/of/{cast.arabic_action.public_id}/")
    client.force_login(cast.secretariat)
    assert question.text in client.get(page(question)).content.decode()


def test_colleague_withdraws_for_the_town_and_others_do_not(cast: Cast) -> None:
    reply = answer(cast, ask(cast))
    for person in (cast.loos_mayor, cast.stranger, cast.secretariat):
        with pytest.raises(Refused):
            withdraw_post(user=person, post=reply)
    withdraw_post(user=cast.clerk, post=reply)
    assert not Post.objects.shown().filter(pk=reply.pk).exists()


def test_asker_says_what_helped(cast: Cast, client: Client) -> None:
    question = ask(cast)
    reply = answer(cast, question)
    path = f"/en/questions/{reply.public_id}/helped/"
    for person, status in ((cast.mayor, 403), (cast.stranger, 403), (cast.secretariat, 403), (cast.loos_mayor, 302)):
        client.force_login(person)
        assert client.post(path, {"helped": "1"}).status_code == status
    assert client.post(path, {"helped": "1"}).status_code == 302
    reply.refresh_from_db()
    assert reply.helped_at is not None
    client.post(path, {"helped": "0"})
    reply.refresh_from_db()
    assert reply.helped_at is None
    with pytest.raises(Refused):
        accept_answer(user=cast.loos_mayor, answer=question, helped=True)


def test_journey_tells_one_question_and_one_answer_a_day(cast: Cast, client: Client) -> None:
    for _ in range(3):
        question = ask(cast)
        reply = answer(cast, question)
    kinds = JourneyStep.objects.filter(kind__in=["questioned", "answered"]).order_by("pk")
    assert [(step.kind, step.is_public) for step in kinds] == [("questioned", True), ("answered", True)]
    html = client.get(f"/en/actions/{cast.arabic_action.public_id}/journey/").content.decode()
    assert "Another town asked how it was done" in html
    first = Post.objects.questions().order_by("pk")[0]
    assert page(first) in html
    for post in (*first.answers.all(), first):
        withdraw_post(user=post.author, post=post)
    html = client.get(f"/en/actions/{cast.arabic_action.public_id}/journey/").content.decode()
    assert page(first) not in html
    assert reply.question == question


def test_asker_who_adds_something_does_not_answer(cast: Cast) -> None:
    question = ask(cast)
    answer(cast, question, user=cast.loos_mayor, speaker=cast.loos_town.public_id)
    assert list(Post.objects.unanswered()) == [question]
    assert not JourneyStep.objects.filter(kind="answered").exists()
    answer(cast, question, user=cast.secretariat, speaker="secretariat")
    assert not Post.objects.unanswered().exists()


@pytest.mark.parametrize("person", ["mayor", "clerk", "loos_mayor", "stranger", "secretariat", None])
def test_permissions_and_buttons_say_the_same(cast: Cast, client: Client, person: str | None) -> None:
    question = ask(cast)
    reply = answer(cast, question)
    user: Any = getattr(cast, person) if person else None
    client.force_login(user) if user else client.logout()
    context = client.get(page(question)).context
    shown = {one.post.pk: one for one in [context["thread"]["question"], *context["thread"]["answers"]]}
    for post in (question, reply):
        fresh = Post.objects.get(pk=post.pk)
        assert shown[post.pk].may_edit == allowed("questions.edit_post", user, fresh)
        assert shown[post.pk].may_withdraw == allowed("questions.withdraw_post", user, fresh)
        assert shown[post.pk].may_accept == allowed("questions.accept_answer", user, fresh)
        assert shown[post.pk].is_staff == allowed("questions.moderate_posts", user, fresh)
    assert context["may_answer"] == allowed("questions.answer_question", user, question)
