"""Two at the same instant, with real connections: one adviser, one message; and controls without the guard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seguia.config.testing import Cast, make_cast
from seguia.core.errors import SeguiaError
from seguia.core.tests.real_database import at_once
from seguia.notifications.models import OutboxMessage
from seguia.notifications.tests.databases import shared_database
from seguia.support.models import Case, CaseStatus, Handover, HandoverState, Message
from seguia.support.services import closing, taking
from seguia.support.services.advisers import end_adviser
from seguia.support.services.closing import Ending, close_case
from seguia.support.services.messages import NewerMessages, NewMessage, post_message
from seguia.support.services.taking import hand_over, take_case
from seguia.support.tests.desk import HelpDesk, make_adviser, make_case, make_desk


@pytest.fixture
def racing(transactional_db: None, tmp_path: Path) -> Iterator[tuple[Cast, HelpDesk]]:
    with shared_database(tmp_path):
        cast = make_cast()
        yield cast, make_desk(cast)


def refusals(results: list[Any]) -> list[Any]:
    """Refused in words; anything else would be a fault."""
    assert [one for one in results if isinstance(one, Exception) and not isinstance(one, SeguiaError)] == []
    return [one for one in results if isinstance(one, SeguiaError)]


def test_of_four_advisers_exactly_one_takes_it(racing: tuple[Cast, HelpDesk]) -> None:
    cast, desk = racing
    users = [desk.salma, desk.bruno, make_adviser("amina").user, cast.secretariat]
    results = at_once([lambda user=user: take_case(user=user, case=Case.objects.get()) for user in users])  # type: ignore[misc]
    assert len(refusals(results)) == 3
    assert Message.objects.filter(event="taken").count() == 1
    assert OutboxMessage.objects.filter(kind="support.message").count() == 1
    assert Case.objects.get().adviser is not None


def test_control_without_reading_anew_several_take_it(
    racing: tuple[Cast, HelpDesk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """If one alone won here as well, the test above would prove nothing."""
    _cast, desk = racing
    stale = {user.pk: Case.objects.select_related("organisation").get() for user in (desk.salma, desk.bruno)}
    monkeypatch.setattr(taking, "locked_case", lambda case, *args, **kwargs: case)
    results = at_once([lambda user=u: take_case(user=user, case=stale[user.pk]) for u in (desk.salma, desk.bruno)])  # type: ignore[misc]
    assert refusals(results) == []


def test_same_mail_four_times_at_once_is_one_message(racing: tuple[Cast, HelpDesk]) -> None:
    cast, desk = racing
    new = NewMessage("جواب بالبريد", message_id="<a@b>")
    results = at_once([lambda: post_message(user=cast.clerk, case=desk.case, new=new)] * 4)
    assert refusals(results) == []
    assert len({one.pk for one in results}) == 1
    assert Message.objects.count() == 1


def test_same_mail_in_two_cases_at_once_is_one_message(racing: tuple[Cast, HelpDesk]) -> None:
    cast, desk = racing
    other = make_case(cast)
    new = NewMessage("جواب بالبريد", message_id="<a@b>")
    results = at_once(
        [lambda case=case: post_message(user=cast.clerk, case=case, new=new) for case in (desk.case, other)]
    )  # type: ignore[misc]
    assert refusals(results) == []
    assert Message.objects.count() == 1


def test_of_two_colleagues_who_answer_at_once_one_is_shown_the_other(racing: tuple[Cast, HelpDesk]) -> None:
    cast, desk = racing
    case = take_case(user=desk.salma, case=desk.case)
    seen = Message.objects.get().public_id
    jobs = [
        lambda user=user: post_message(user=user, case=case, new=NewMessage("جواب", seen=seen))  # type: ignore[misc]
        for user in (cast.clerk, cast.mayor)
    ]
    results = at_once(jobs)
    assert [type(one) for one in refusals(results)] == [NewerMessages]


def test_control_without_what_was_seen_both_are_sent(racing: tuple[Cast, HelpDesk]) -> None:
    cast, desk = racing
    jobs = [
        lambda user=user: post_message(user=user, case=desk.case, new=NewMessage("جواب"))  # type: ignore[misc]
        for user in (cast.clerk, cast.mayor)
    ]
    assert refusals(at_once(jobs)) == []


def test_closing_and_leaving_at_once_leave_no_case_with_nobody(racing: tuple[Cast, HelpDesk]) -> None:
    cast, desk = racing
    case = take_case(user=desk.salma, case=desk.case)
    jobs = [
        lambda: end_adviser(user=cast.secretariat, adviser=desk.salma_advises, reason="رحلت"),
        lambda: close_case(user=cast.clerk, case=case, ending=Ending("helped")),
        lambda: hand_over(user=desk.salma, case=case, to=desk.bruno_advises, reason="خذه"),
        lambda: take_case(user=desk.bruno, case=case),
    ]
    refusals(at_once(jobs))
    fresh = Case.objects.get()
    assert fresh.status in CaseStatus.values
    if fresh.status in {CaseStatus.TAKEN, CaseStatus.WAITING}:
        assert fresh.adviser is not None
        assert fresh.adviser.is_active
    assert Handover.objects.filter(state=HandoverState.WAITING).count() <= 1


def test_closed_twice_at_once_is_closed_once(racing: tuple[Cast, HelpDesk]) -> None:
    _cast, desk = racing
    case = take_case(user=desk.salma, case=desk.case)
    results = at_once([lambda: closing.close_case(user=desk.salma, case=case, ending=Ending("helped"))] * 3)
    assert len(refusals(results)) == 2
    assert Message.objects.filter(event="closed").count() == 1
