"""Asking: for a town, in any language, once, within limits; what cannot be is said and the text is kept."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seguia.actions.models import Action, Status
from seguia.config.testing import Cast
from seguia.core.errors import Invalid, Refused
from seguia.membership.models import Representation
from seguia.questions.limits import TooMany
from seguia.questions.models import LONGEST, Post
from seguia.questions.showing import said_html
from seguia.questions.tests.talk import WORDS, answer, ask, filled
from seguia.ui.tests.markup import Page


def place(action: Action, language: str = "en") -> str:
    return f"/{language}/questions/of/{action.public_id}/ask/"


def test_question_stands_on_the_page_of_the_action_in_its_own_language(cast: Cast, client: Client) -> None:
    client.force_login(cast.loos_mayor)
    path = place(cast.arabic_action, "fr")
    assert Page(client.get(path).content.decode()).faults == []
    response = client.post(path, filled(client, path, cast.loos_town, function="المصالح التقنية"))
    question = Post.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/fr/questions/{question.public_id}/")
    client.logout()
    for where in (f"/fr/actions/{cast.arabic_action.public_id}/", response["Location"], place(cast.arabic_action)[:-4]):
        shown = client.get(where)
        html = shown.content.decode()
        assert shown.status_code == 200
        assert Page(html).faults == []
        assert f'lang="ar" dir="rtl"><p>{WORDS}</p>' in html
        assert "المصالح التقنية" in html
        assert cast.loos_mayor.name not in html
        assert "Loos-en-Gohelle" in html


def test_same_form_twice_is_one_question(cast: Cast, client: Client) -> None:
    client.force_login(cast.loos_mayor)
    given = filled(client, place(cast.arabic_action), cast.loos_town)
    for _ in range(2):
        assert client.post(place(cast.arabic_action), given).status_code == 302
    assert Post.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""}, {"text": " \u200b "}, {"text": "a\x00b"}, {"text": "a\u202eb"}, {"text": "ك" * (LONGEST + 1)},
        {"text": "x" * 100_000}, {"language": "de"}, {"language": ""}, {"speaker": "secretariat"},
        {"speaker": "00000000"}, {"speaker": ""}, {"function": "a\x00b"}, {"function": "x" * 121}, {"form_key": "short"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_the_text_is_kept(cast: Cast, client: Client, wrong: dict[str, str]) -> None:
    client.force_login(cast.loos_mayor)
    given = {**filled(client, place(cast.arabic_action), cast.loos_town), **wrong}
    response = client.post(place(cast.arabic_action), given)
    assert response.status_code == 400
    assert response.context["form"]["text"].value() == given["text"]
    assert not Post.objects.exists()


def test_visitor_is_asked_to_sign_in_and_keeps_what_was_typed(cast: Cast, client: Client) -> None:
    asked = client.get(place(cast.arabic_action))
    assert (asked.status_code, asked["Location"].split("?")[0]) == (302, "/en/account/login/")
    response = client.post(place(cast.arabic_action), {"text": WORDS})
    assert response.status_code == 403
    assert WORDS in response.content.decode()


@pytest.mark.parametrize(("person", "sentence"), [("stranger", "ask for membership"), ("clerk", "your own town")])
def test_others_are_told_how(cast: Cast, client: Client, person: str, sentence: str) -> None:
    client.force_login(getattr(cast, person))
    assert sentence in client.get(place(cast.arabic_action)).content.decode()
    response = client.post(place(cast.arabic_action), {"text": WORDS})
    assert (response.status_code, WORDS in response.content.decode()) == (403, True)
    shown = client.get(cast.arabic_action.get_absolute_url()).content.decode()
    assert place(cast.arabic_action, "ar") not in shown


@pytest.mark.parametrize("person", ["mayor", "clerk", "stranger", "secretariat"])
def test_service_refuses_who_may_not(cast: Cast, person: str) -> None:
    with pytest.raises(Refused):
        ask(cast, user=getattr(cast, person))
    assert not Post.objects.exists()


def test_town_of_somebody_else_cannot_be_named(cast: Cast) -> None:
    with pytest.raises(Invalid):
        ask(cast, speaker=cast.chefchaouen_town.public_id)
    with pytest.raises(ValidationError):
        ask(cast, text="")


def test_ended_mandate_ends_asking(cast: Cast) -> None:
    Representation.objects.filter(user=cast.loos_mayor).update(until="2021-01-01")
    with pytest.raises(Refused):
        ask(cast)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.ARCHIVED])
def test_question_goes_out_of_sight_with_its_action(cast: Cast, client: Client, status: str) -> None:
    question = ask(cast)
    answer(cast, question)
    Action.objects.filter(pk=cast.arabic_action.pk).update(status=status)
    for person in (None, cast.mayor, cast.loos_mayor, cast.secretariat):
        client.force_login(person) if person else client.logout()
        assert client.get(f"/en/questions/{question.public_id}/").status_code == 404
        assert client.get(f"/en/questions/of/{cast.arabic_action.public_id}/").status_code == 404
        assert client.get(place(cast.arabic_action)).status_code in {302, 404}
    cast.arabic_action.refresh_from_db()
    with pytest.raises(Refused):
        ask(cast)


def test_flood_is_stopped_and_the_text_kept(cast: Cast, client: Client, settings: Any) -> None:
    settings.QUESTIONS_PER_HOUR = 2
    ask(cast), ask(cast)
    with pytest.raises(TooMany):
        ask(cast)
    client.force_login(cast.loos_mayor)
    response = client.post(place(cast.arabic_action), filled(client, place(cast.arabic_action), cast.loos_town))
    assert response.status_code == 429
    assert WORDS in response.content.decode()
    assert Post.objects.count() == 2


@pytest.mark.parametrize("number", [1, 3, 7])
def test_page_of_questions_takes_the_same_queries_whatever_their_number(
    number: int, cast: Cast, client: Client, django_assert_num_queries: Any, settings: Any
) -> None:
    settings.QUESTIONS_PER_HOUR = 100
    for _ in range(number):
        question = ask(cast)
        answer(cast, question)
        answer(cast, question)
    with django_assert_num_queries(6):
        assert client.get(f"/fr/questions/of/{cast.arabic_action.public_id}/").status_code == 200
    with django_assert_num_queries(4):
        assert client.get(f"/fr/questions/{question.public_id}/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_the_action_takes_the_same_queries(number: int, cast: Cast, client: Client) -> None:

    found = []
    for times in (1, number):
        for _ in range(times):
            answer(cast, ask(cast))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/fr/actions/{cast.arabic_action.public_id}/")
        found.append(len(queries))
    assert found[0] == found[1]


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "1e9", "\x00", "٣"])
def test_page_number_that_makes_no_sense_shows_a_page(cast: Cast, client: Client, page: str) -> None:
    ask(cast)
    assert client.get(f"/ar/questions/of/{cast.arabic_action.public_id}/", {"page": page}).status_code in {200, 400}


@pytest.mark.parametrize(
    "path", ["00000000/", "of/00000000/", "of/00000000/ask/", "00000000/answer/", "00000000/edit/"]
)
def test_what_is_not_there_is_not_found(cast: Cast, client: Client, path: str) -> None:
    client.force_login(cast.loos_mayor)
    assert client.get(f"/fr/questions/{path}").status_code == 404
    assert client.post(f"/fr/questions/{path}", {"text": WORDS}).status_code in {404, 405}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("http://plain.example", "<p>http://plain.example</p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        (
            "انظروا https://a.example/x?a=1&b=2.\nثم",
            '<p>انظروا <a href="https://a.example/x?a=1&amp;b=2" rel="nofollow ugc noopener" dir="ltr">'
            "https://a.example/x?a=1&amp;b=2</a>.<br>ثم</p>",
        ),
        ('https://a.example/"onmouseover=alert(1)', '<p><a href="https://a.example/" rel="nofollow ugc noopener" '
         'dir="ltr">https://a.example/</a>&quot;onmouseover=alert(1)</p>'),
        ("a\n\n\nb", "<p>a</p><p>b</p>"),
        ("https://", "<p>https://</p>"),
    ],
)  # fmt: skip
def test_words_are_words(text: str, html: str) -> None:
    assert said_html(text) == html


def test_helpful_questions_come_first_and_then_the_newest(cast: Cast, client: Client) -> None:
    first, second, third = (ask(cast, text=f"سؤال {n}") for n in range(3))
    reply = answer(cast, first)
    Post.objects.filter(pk=reply.pk).update(helped_at=reply.said_at)
    path = f"/en/questions/of/{cast.arabic_action.public_id}/"
    shown = [one["question"].post for one in client.get(path).context["threads"]]
    assert shown == [first, third, second]
    shown = [one["question"].post for one in client.get(path, {"sort": "newest"}).context["threads"]]
    assert shown == [third, second, first]
