"""What the secretariat takes offline is read by nobody else; reports, personal data, "My town", the API."""

import json
from typing import Any

import pytest
from django.test import Client

from seguia.accounts.personal_data import personal_data, unexplained_kinds
from seguia.config.testing import Cast
from seguia.core.errors import NotFound, Refused
from seguia.notifications.models import Notice
from seguia.questions.models import Post
from seguia.questions.services import (
    accept_answer,
    ask_to_mend,
    request_post_translation,
    restore_post,
    take_offline,
    withdraw_post,
)
from seguia.questions.tests.talk import REPLY, answer, ask
from seguia.reports.services import create_report, decide_report
from seguia.ui.tests.markup import Page

SECRET = "الهاتف الشخصي 0600000000"


def everywhere(cast: Cast, question: Post) -> list[str]:
    """All public places where a text could stand."""
    action = cast.arabic_action.public_id
    return [
        f"/fr/questions/{question.public_id}/",
        f"/fr/questions/of/{action}/",
        f"/fr/actions/{action}/",
        f"/fr/actions/{action}/journey/",
        f"/api/v1/actions/{action}/questions",
        f"/api/v1/actions/{action}/journey",
        "/fr/my-town/",
        "/fr/notifications/",
    ]


@pytest.mark.parametrize("person", [None, "stranger", "mayor", "loos_mayor"])
@pytest.mark.parametrize("way", ["offline", "withdrawn"])
def test_text_that_was_taken_away_leaks_nowhere(cast: Cast, client: Client, person: str | None, way: str) -> None:
    question = ask(cast)
    reply = answer(cast, question, text=SECRET)
    answer(cast, question)
    client.force_login(getattr(cast, person)) if person else client.logout()
    shown = [client.get(path) for path in everywhere(cast, question)]
    assert any(SECRET.encode() in page.content or json.dumps(SECRET).encode() in page.content for page in shown)
    if way == "offline":
        take_offline(user=cast.secretariat, post=reply, reason="رقم شخصي")
    else:
        withdraw_post(user=cast.mayor, post=reply)
    for path in everywhere(cast, question):
        content = client.get(path).content.decode()
        assert "0600000000" not in content or (path.endswith("notifications/") and person == "mayor"), path
    with pytest.raises((Refused, NotFound)):
        request_post_translation(user=cast.stranger, post=Post.objects.get(pk=reply.pk), language="fr")


def test_secretariat_takes_offline_with_a_reason_and_puts_back(cast: Cast, client: Client) -> None:
    question = ask(cast)
    answer(cast, question)
    client.force_login(cast.secretariat)
    path = f"/en/questions/{question.public_id}/offline/"
    shown = client.get(path)
    assert Page(shown.content.decode()).faults == []
    key = shown.context["form_key"]
    assert client.post(path, {"form_key": key, "reason": ""}).status_code == 400
    assert client.post(path, {"form_key": key, "reason": "a\x00"}).status_code == 400
    assert client.post(path, {"form_key": key, "reason": "اسم شخص"}).status_code == 302
    told = Notice.objects.get(user=cast.loos_mayor, kind="questions.decided")
    assert told.facts["reason"] == "اسم شخص"
    html = client.get(f"/en/questions/{question.public_id}/").content.decode()
    assert "اسم شخص" in html
    assert question.text in html
    client.logout()
    html = client.get(f"/en/questions/{question.public_id}/").content.decode()
    assert question.text not in html
    assert "اسم شخص" not in html
    assert REPLY in html
    restore_post(user=cast.secretariat, post=question)
    assert question.text in client.get(f"/en/questions/{question.public_id}/").content.decode()


@pytest.mark.parametrize("person", ["mayor", "clerk", "loos_mayor", "stranger"])
def test_others_do_not_moderate(cast: Cast, client: Client, person: str) -> None:
    question = ask(cast)
    user = getattr(cast, person)
    client.force_login(user)
    for deed in ("offline", "restore"):
        assert client.get(f"/en/questions/{question.public_id}/{deed}/").status_code == 403
        response = client.post(f"/en/questions/{question.public_id}/{deed}/", {"reason": "x", "form_key": "a" * 24})
        assert response.status_code == 403
    for service in (take_offline, ask_to_mend):
        with pytest.raises(Refused):
            service(user=user, post=question, reason="x")
    with pytest.raises(Refused):
        restore_post(user=user, post=question)
    question.refresh_from_db()
    assert question.offline_at is None


def test_readers_report_a_text(cast: Cast, client: Client) -> None:
    question = ask(cast)
    reply = answer(cast, question)
    html = client.get(f"/en/questions/{question.public_id}/").content.decode()
    for post in (question, reply):
        assert f"/en/reports/new/question/{post.public_id}/" in html
        given = {"reason": "personal", "text": "", "address": "", "language": "ar"}
        report = create_report(user=None, kind="question", key=post.public_id, **given)
        decision = "mend" if post.is_question else "offline"
        decide_report(user=cast.secretariat, public_id=report.public_id, decision=decision, reason="سبب")
    reply.refresh_from_db()
    assert reply.offline_reason == "سبب"
    assert Notice.objects.filter(user=cast.loos_mayor, facts__outcome="mend").exists()
    assert client.get(f"/en/reports/new/question/{reply.public_id}/").status_code == 404


def test_my_town_shows_questions_to_us_and_from_us(cast: Cast, client: Client, django_assert_num_queries: Any) -> None:
    first, second = ask(cast), ask(cast, text="Deuxième question")
    answer(cast, first)
    client.force_login(cast.mayor)
    html = client.get("/en/my-town/").content.decode()
    assert Page(html).faults == []
    assert html.index(second.text) < html.index(first.text)
    assert "1 waits for you" in html
    client.force_login(cast.loos_mayor)
    html = client.get("/en/my-town/").content.decode()
    assert "1 answer" in html
    assert "waits for you" not in html


@pytest.mark.parametrize("number", [1, 3])
def test_api_gives_questions_and_answers(
    number: int, cast: Cast, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        question = ask(cast, function="services techniques")
        reply = answer(cast, question)
    accept_answer(user=cast.loos_mayor, answer=reply, helped=True)
    path = f"/api/v1/actions/{cast.arabic_action.public_id}/questions"
    with django_assert_num_queries(6):
        body = client.get(path).json()
    assert body["count"] == number
    newest = body["items"][0]
    assert newest["id"] == question.public_id
    assert newest["speaker"]["function"] == "services techniques"
    assert newest["speaker"]["name"] == {"fr": "Ville de Loos-en-Gohelle"}
    assert newest["answers"][0]["text"] == REPLY
    assert newest["answers"][0]["helped"] is True
    assert newest["url"]["ar"].endswith(f"/ar/questions/{question.public_id}/")
    assert cast.mayor.name not in json.dumps(body)
    assert client.get(f"/api/v1/actions/{cast.draft.public_id}/questions").status_code == 404
    assert client.get(path, {"page": "9" * 25}).status_code == 422


def test_person_takes_texts_away_and_leaves_them_to_the_town(cast: Cast, client: Client) -> None:
    question = ask(cast, function="adjoint au maire")
    reply = answer(cast, question)
    request_post_translation(user=cast.loos_mayor, post=reply, language="fr")
    kept = next(kind for kind in personal_data() if kind.name == "questions")
    exported = kept.export(cast.loos_mayor)
    assert [one["text"] for one in exported["written"]] == [question.text]
    assert len(exported["translations_asked_for"]) == 1
    assert kept.export(cast.stranger) == {"written": [], "translated": [], "translations_asked_for": []}
    kept.erase(cast.loos_mayor)
    question.refresh_from_db()
    assert (question.author, question.function) == (None, "")
    assert question.text in client.get(f"/en/questions/{question.public_id}/").content.decode()
    assert "questions" not in unexplained_kinds()
