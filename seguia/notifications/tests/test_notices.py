"""What people are told on the pages: to whom, once, unread first, nobody else's."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seguia.config.testing import Cast
from seguia.notifications.models import Mail, Notice, OutboxMessage, Preference
from seguia.notifications.services import mark_all_read, notify
from seguia.notifications.tests.noticekinds import TITLE
from seguia.ui.tests.markup import Page

pytestmark = pytest.mark.django_db
FACTS = {"town": "شفشاون", "title": TITLE}


def tell(cast: Cast, number: int = 1, kind: str = "test.news") -> list[Notice]:
    return [notice for _ in range(number) for notice in notify(kind, to=[cast.mayor], facts=FACTS)]


def test_each_person_is_told_once_and_nobody_who_was_switched_off(cast: Cast) -> None:
    cast.clerk.is_active = False
    cast.clerk.save()
    made = notify("test.news", to=[cast.mayor, cast.mayor, cast.clerk, cast.loos_mayor], facts=FACTS, about=cast.draft)
    assert [notice.user for notice in made] == [cast.mayor, cast.loos_mayor]
    assert {(n.about_kind, n.about_id) for n in Notice.objects.all()} == {("actions.action", str(cast.draft.pk))}


def test_nothing_is_told_when_the_deed_is_rolled_back(cast: Cast) -> None:
    with transaction.atomic():
        tell(cast, kind="test.answer")
        transaction.set_rollback(True)
    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (0, 0)


@pytest.mark.parametrize("facts", [{"town": "a\0b"}, {"list": [{"x\0": 1}]}])
def test_facts_that_postgresql_cannot_keep_are_refused(cast: Cast, facts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="NUL"):
        notify("test.news", to=[cast.mayor], facts=facts)
    with pytest.raises(LookupError):
        notify("test.unheard-of", to=[cast.mayor])


@pytest.mark.parametrize("number", [1, 3])
def test_list_needs_the_same_queries_for_one_and_three(
    cast: Cast, client: Client, django_assert_num_queries: Any, number: int
) -> None:
    tell(cast, number)
    for _ in range(number):
        notify("test.joined", to=[cast.mayor], about=cast.clerk)
    client.force_login(cast.mayor)
    with django_assert_num_queries(
        9
    ):  # session, person, count, page, people, unread, last, address, unread in the head
        response = client.get("/ar/notifications/")
    assert Page(response.content.decode()).faults == []
    assert len(response.context["notices"]) == 2 * number


def test_unread_come_first_then_the_newest(cast: Cast, client: Client) -> None:
    first, second, third = tell(cast, 3)
    client.force_login(cast.mayor)
    client.post(f"/ar/notifications/{third.pk}/read/")
    response = client.get("/ar/notifications/")
    assert [notice.pk for notice, _said in response.context["notices"]] == [second.pk, first.pk, third.pk]
    assert response.context["unread"] == 2


def test_opening_marks_as_read_and_leads_on(cast: Cast, client: Client) -> None:
    notice = tell(cast)[0]
    client.force_login(cast.mayor)
    for _ in range(2):
        response = client.get(f"/ar/notifications/{notice.pk}/")
        assert (response.status_code, response["Location"]) == (302, "/ar/actions/")
    notice.refresh_from_db()
    assert notice.is_read


@pytest.mark.parametrize("person", ["clerk", "secretariat", "stranger"])
def test_notices_of_others_do_not_exist(cast: Cast, client: Client, person: str) -> None:
    notice = tell(cast)[0]
    client.force_login(getattr(cast, person))
    assert client.get(f"/ar/notifications/{notice.pk}/").status_code == 404
    assert client.post(f"/ar/notifications/{notice.pk}/read/").status_code == 404
    client.post("/ar/notifications/read/", {"up_to": notice.pk})
    notice.refresh_from_db()
    assert not notice.is_read
    assert "News of" not in client.get("/ar/notifications/").content.decode()


@pytest.mark.parametrize("path", ["", "1/", "preferences/"])
def test_visitors_are_asked_to_sign_in(db: None, client: Client, path: str) -> None:
    response = client.get(f"/ar/notifications/{path}")
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/ar/account/login/")


@pytest.mark.parametrize("person", ["mayor", None])
def test_notice_of_what_has_gone_says_so(cast: Cast, client: Client, person: str | None) -> None:
    notify("test.joined", to=[cast.mayor], about=cast.stranger)
    if person is None:
        cast.stranger.delete()
    client.force_login(cast.mayor)
    text = client.get("/en/notifications/").content.decode()
    assert ("Stranger has joined" in text) is (person is not None)
    assert ("no longer there" in text) is (person is None)


def test_mark_all_leaves_what_came_since(cast: Cast, client: Client) -> None:
    tell(cast, 2)
    client.force_login(cast.mayor)
    up_to = client.get("/ar/notifications/").context["up_to"]
    late = tell(cast)[0]
    client.post("/ar/notifications/read/", {"up_to": up_to})
    assert list(Notice.objects.filter(read_at=None)) == [late]


@pytest.mark.parametrize("nonsense", ["", "x", "-1", "٣", "9" * 30, "1e3"])
def test_nonsense_marks_nothing(cast: Cast, client: Client, nonsense: str) -> None:
    tell(cast)
    client.force_login(cast.mayor)
    assert client.post("/ar/notifications/read/", {"up_to": nonsense}).status_code == 302
    assert Notice.objects.filter(read_at=None).count() == 1


def test_number_in_the_head_counts_only_what_is_shown_and_unread(cast: Cast, client: Client) -> None:
    tell(cast, 3)
    Preference.objects.create(user=cast.mayor, group="network", in_app=False, mail=Mail.WEEKLY)
    tell(cast)
    client.force_login(cast.mayor)
    assert "3 unread notices" in client.get("/en/").content.decode()
    mark_all_read(user=cast.mayor, up_to=10**9)
    assert "unread notice" not in client.get("/en/").content.decode()


def test_visitors_cost_no_query_for_notices(cast: Cast, client: Client) -> None:

    with CaptureQueriesContext(connection) as asked:
        client.get("/en/newsletter/subscribe/")
    assert not [query for query in asked.captured_queries if "notifications_notice" in query["sql"]]


def test_second_page_and_nonsense_pages(cast: Cast, client: Client) -> None:
    tell(cast, 21)
    client.force_login(cast.mayor)
    assert len(client.get("/ar/notifications/?page=2").context["notices"]) == 1
    for page in ("0", "x", "999999999999999", "-1", "%D9%A3"):
        assert client.get(f"/ar/notifications/?page={page}").status_code == 200
