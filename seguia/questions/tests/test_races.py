"""Two at the same instant, with real connections: nothing is lost, nothing is done twice; and controls without the guard."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from seguia.config.testing import Cast, make_cast
from seguia.core.errors import Conflict
from seguia.core.tests.real_database import at_once
from seguia.notifications.models import Notice
from seguia.notifications.tests.databases import shared_database
from seguia.questions.limits import TooMany
from seguia.questions.models import Post, PostTranslation
from seguia.questions.services import (
    accept_answer,
    answer_question,
    ask_question,
    edit_post,
    look_after_unanswered,
    request_post_translation,
)
from seguia.questions.tests.talk import REPLY, answer, ask


@pytest.fixture
def racing(transactional_db: None, tmp_path: Path) -> Iterator[Cast]:
    with shared_database(tmp_path):
        yield make_cast()


def answering(cast: Cast, question: Post, user: Any, seen: int | None) -> Callable[[], Any]:
    town = cast.chefchaouen_town.public_id
    given = {"question": question, "speaker": town, "text": f"{REPLY} {user.name}", "language": "ar", "seen": seen}
    return lambda: answer_question(user=user, **given)


def test_of_two_colleagues_who_answer_at_once_the_second_reads_the_first(racing: Cast) -> None:
    question = ask(racing)
    jobs = [answering(racing, question, user, 0) for user in (racing.mayor, racing.clerk)]
    results = at_once(jobs)
    (first,) = [result for result in results if isinstance(result, Post)]
    (told,) = [result for result in results if isinstance(result, Conflict)]
    assert [post.pk for post in told.details["newer"]] == [first.pk]
    assert question.answers.count() == 1


def test_control_without_the_look_both_are_sent_unread(racing: Cast) -> None:
    """If one were told here, the test above would prove nothing."""
    question = ask(racing)
    results = at_once([answering(racing, question, user, None) for user in (racing.mayor, racing.clerk)])
    assert all(isinstance(result, Post) for result in results)
    assert question.answers.count() == 2


def test_answers_from_both_sides_at_once_do_not_block_one_another(racing: Cast) -> None:
    """Each tells the other something while both persons are locked."""
    question = ask(racing)
    follow = {"question": question, "speaker": racing.loos_town.public_id, "text": "Merci", "language": "fr"}
    jobs: list[Callable[[], Any]] = []
    for _ in range(3):
        jobs += [
            answering(racing, question, racing.mayor, None),
            lambda: answer_question(user=racing.loos_mayor, seen=None, **follow),
        ]
    results = at_once(jobs)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert question.answers.count() == 6


def test_limit_holds_in_several_windows(racing: Cast) -> None:
    most = settings.QUESTIONS_PER_HOUR
    given = {"action": racing.arabic_action, "speaker": racing.loos_town.public_id, "text": "ماذا؟", "language": "ar"}
    for _ in range(most - 1):
        ask(racing)
    results = at_once([lambda: ask_question(user=racing.loos_mayor, **given)] * 4)
    assert sum(isinstance(result, TooMany) for result in results) == 3
    assert Post.objects.count() == most


def test_reminders_by_several_workers_are_sent_once(racing: Cast) -> None:
    ask(racing)
    Post.objects.update(said_at="2026-01-01T00:00Z")
    results = at_once([look_after_unanswered] * 4)
    assert sum(results) == 2
    assert Notice.objects.filter(kind="questions.reminded").count() == 2
    assert Notice.objects.filter(kind="questions.raised").count() == 1


def test_wishes_at_once_are_one_translation(racing: Cast) -> None:
    reply = answer(racing, ask(racing))
    people = [racing.stranger, racing.loos_mayor, racing.secretariat]
    wish = lambda user: lambda: request_post_translation(user=user, post=reply, language="fr")  # noqa: E731
    results = at_once([wish(user) for user in people])
    assert [result for result in results if isinstance(result, Exception)] == []
    assert PostTranslation.objects.count() == 1


def test_edits_from_two_windows_one_is_told(racing: Cast) -> None:
    question = ask(racing)
    start = question.mark
    edit = lambda text: lambda: edit_post(user=racing.loos_mayor, post=question, text=text, start=start)  # noqa: E731
    results = at_once([edit("Un"), edit("Deux")])
    assert sum(isinstance(result, Conflict) for result in results) == 1


def test_this_helped_twice_at_once_is_told_once(racing: Cast) -> None:
    reply = answer(racing, ask(racing))
    at_once([lambda: accept_answer(user=racing.loos_mayor, answer=reply, helped=True)] * 4)
    assert Notice.objects.filter(kind="questions.helped").count() == 1
