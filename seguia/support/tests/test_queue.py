"""The queue: what fits comes first, counts, filters, who sees what; the pile of the secretariat."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from seguia.config.testing import Cast
from seguia.core.errors import Invalid
from seguia.support import waiting
from seguia.support.models import Case, Deadline
from seguia.support.queue import QueueRequest, fitting_advisers, queue_for
from seguia.support.services.asking import Need, open_case
from seguia.support.services.messages import ask_town
from seguia.support.services.taking import take_case
from seguia.support.tests.desk import HelpDesk, make_adviser, make_case

LONG_AGO = datetime.timedelta(days=20)


def queue(user: Any, **asked: Any) -> list[Case]:
    return [row.case for row in queue_for(user, QueueRequest(**asked)).rows]


def french_case(cast: Cast, text: str = "Comment chauffer l'école avec du bois local ?") -> Case:
    return open_case(user=cast.mayor, organisation=cast.chefchaouen_town, need=Need(text, language="fr"))


def test_own_language_comes_first_then_the_theme_then_who_waits_longest(cast: Cast, desk: HelpDesk) -> None:
    desk.bruno_advises.themes.add(cast.waste)
    older, on_theme = french_case(cast, "Une vieille question sur les toits"), french_case(cast)
    on_theme.themes.add(cast.composting)
    Case.objects.filter(pk=desk.case.pk).update(asked_at=timezone.now() - LONG_AGO)
    Case.objects.filter(pk=older.pk).update(asked_at=timezone.now() - datetime.timedelta(days=2))
    rows = queue_for(desk.bruno, QueueRequest()).rows
    assert [row.case for row in rows] == [on_theme, older, desk.case], "a theme below one's own theme counts"
    assert [(row.speaks, row.is_on_theme) for row in rows] == [(True, True), (True, False), (False, False)]


def test_views_and_counts(cast: Cast, desk: HelpDesk) -> None:
    mine = take_case(user=desk.salma, case=french_case(cast))
    ask_town(user=desk.salma, case=mine, text="Quelle surface ?")
    found = queue_for(desk.salma, QueueRequest())
    assert found.counts == {"open": 1, "mine": 1, "waiting": 1, "overdue": 0, "all": 2}
    assert queue(desk.salma, view="mine") == [mine]
    assert (found.in_hand, found.is_full) == (1, False)
    assert queue(desk.bruno, view="mine") == []
    assert queue(desk.bruno, view="all") == [desk.case], "cases of others are not in the queue"
    assert set(queue(cast.secretariat, view="all")) == {mine, desk.case}


def test_overdue_is_what_is_unanswered_or_past_its_day(cast: Cast, desk: HelpDesk) -> None:
    late = french_case(cast)
    assert queue(cast.secretariat, view="overdue") == []
    Case.objects.filter(pk=desk.case.pk).update(asked_at=timezone.now() - LONG_AGO)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    deadline = Deadline.objects.create(case=late, text="x", language="fr", due=yesterday)
    assert set(queue(cast.secretariat, view="overdue")) == {desk.case, late}
    Deadline.objects.filter(pk=deadline.pk).update(done_at=timezone.now())
    assert queue(cast.secretariat, view="overdue") == [desk.case]


def test_filters(cast: Cast, desk: HelpDesk) -> None:
    french = french_case(cast)
    french.themes.add(cast.energy)
    assert queue(cast.secretariat, language="fr") == [french]
    assert queue(cast.secretariat, theme="energy") == [french]
    assert queue(cast.secretariat, theme="waste") == []
    assert queue(cast.secretariat, theme="no-such-theme") == []
    assert queue(cast.secretariat, kind="institutional") == []


@pytest.mark.parametrize(
    "query",
    ["view=x", "language=xx", "kind=1", "theme=%00", "theme=" + "a" * 200, "page=0", "page=" + "9" * 26, "page=%00"],
)
def test_nonsense_is_refused_with_a_page(cast: Cast, desk: HelpDesk, client: Client, query: str) -> None:
    client.force_login(desk.salma)
    assert client.get(f"/fr/help-desk/queue/?{query}").status_code == 400


def test_nobody_is_adviser_of_the_own_town(cast: Cast, desk: HelpDesk) -> None:
    own = make_adviser("amina")
    own.user.representations.create(organisation=cast.chefchaouen_town, role="editor", since=datetime.date(2020, 1, 1))
    assert queue(own.user) == []


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 403), ("clerk", 403), ("loos_mayor", 403), ("secretariat", 200), ("salma", 200)]
)
def test_page_is_for_advisers_and_secretariat(
    cast: Cast, desk: HelpDesk, client: Client, who: str, status: int
) -> None:
    client.force_login(getattr(cast, who, None) or getattr(desk, who))
    for language in ("ar", "fr", "en"):
        assert client.get(f"/{language}/help-desk/queue/").status_code == status
    client.logout()
    assert client.get("/fr/help-desk/queue/").status_code == 302


def test_secretariat_is_told_who_could_take_it(cast: Cast, desk: HelpDesk) -> None:
    full = make_adviser("full", most_cases=1)
    take_case(user=full.user, case=make_case(cast))
    specialist = make_adviser("specialist")
    specialist.themes.add(cast.waste)
    desk.case.themes.add(cast.composting)
    [row] = queue_for(cast.secretariat, QueueRequest()).rows
    assert row.fitting == [specialist, desk.salma_advises], "Bruno does not read Arabic, another is full"
    assert fitting_advisers([]) == {}


@pytest.mark.parametrize("more", [0, 2])
def test_number_of_queries_is_constant(cast: Cast, desk: HelpDesk, more: int) -> None:
    for number in range(more):
        french_case(cast, f"Question {number}").themes.add(cast.waste)
        make_adviser(f"other{number}").themes.add(cast.energy)
    desk.salma_advises.themes.add(cast.waste)
    for user, expected in ((desk.salma, 11), (cast.secretariat, 10)):
        with CaptureQueriesContext(connection) as queries:
            found = queue_for(user, QueueRequest())
        assert (len(found.rows), len(queries)) == (1 + more, expected)


def test_pile_of_the_secretariat(cast: Cast, desk: HelpDesk) -> None:
    assert list(waiting.items(0, 10)) == []
    letter = open_case(
        user=cast.mayor,
        organisation=cast.chefchaouen_town,
        need=Need("Une lettre de soutien, s'il vous plaît", kind="institutional", matter="letter"),
    )
    Case.objects.filter(pk=desk.case.pk).update(asked_at=timezone.now() - LONG_AGO)
    assert [one.key for one in waiting.items(0, 10)] == [desk.case.public_id, letter.public_id]
    assert "letter of support" in str(waiting.items(0, 10)[1].detail)
    take_case(user=desk.salma, case=desk.case)
    assert waiting.item(desk.case.public_id) is None
    assert waiting.item("00000000") is None


def test_broken_address_raises(cast: Cast) -> None:
    with pytest.raises(Invalid):
        QueueRequest.from_query({"view": "everything"})
