"""How each person is told, and that nobody else can say so."""

from typing import Any

import pytest
from django.core import signing
from django.test import Client

from seguia.config.testing import Cast
from seguia.core.errors import Invalid
from seguia.notifications import notice_kinds
from seguia.notifications.delivery import deliver_due
from seguia.notifications.models import Mail, Notice, OutboxMessage, Preference
from seguia.notifications.preferences import Wish, save_preferences, wishes_by_group
from seguia.notifications.services import notify
from seguia.notifications.subscriptions import subscription_of, token_for
from seguia.notifications.tests.postoffice import Server
from seguia.ui.tests.markup import Page

pytestmark = pytest.mark.django_db
FACTS = {"town": "شفشاون"}
FORM = {
    "language": "ar",
    "answers-in_app": "on", "answers-mail": "none",
    "town-in_app": "on", "town-mail": "weekly",
    "network-mail": "at_once",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_groups(kind: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the groups of this app: those of the floors above come and go."""
    own = {"answers", "town", "network", "desk", "account"}
    groups = {code: group for code, group in notice_kinds._GROUPS.items() if code in own}
    monkeypatch.setattr(notice_kinds, "_GROUPS", groups)


def wishes(user: Any) -> dict[str, tuple[bool, str]]:
    return {group.code: (wish.in_app, str(wish.mail)) for group, wish in wishes_by_group(user)}


def test_default_of_each_group(cast: Cast) -> None:
    assert wishes(cast.mayor) == {
        "answers": (True, "at_once"),
        "town": (True, "daily"),
        "network": (True, "none"),
        "account": (True, "at_once"),
    }
    assert "desk" in wishes(cast.secretariat)


def test_page_saves_what_was_chosen(cast: Cast, client: Client) -> None:
    client.force_login(cast.mayor)
    page = client.get("/ar/notifications/preferences/")
    assert Page(page.content.decode()).faults == []
    response = client.post("/ar/notifications/preferences/", FORM)
    assert response.status_code == 302
    cast.mayor.refresh_from_db()
    assert cast.mayor.language == "ar"
    assert wishes(cast.mayor) == {
        "answers": (True, "none"),
        "town": (True, "weekly"),
        "network": (False, "at_once"),
        "account": (True, "at_once"),
    }


@pytest.mark.parametrize(
    "wrong", [{"language": "xx"}, {"town-mail": "hourly"}, {"town-mail": ""}, {"answers-mail": "a\0"}, {"language": ""}]
)
def test_nonsense_changes_nothing(cast: Cast, client: Client, wrong: dict[str, str]) -> None:
    client.force_login(cast.mayor)
    assert client.post("/ar/notifications/preferences/", {**FORM, **wrong}).status_code == 400
    assert not Preference.objects.exists()


def test_what_is_about_the_account_cannot_be_switched_off(cast: Cast, client: Client) -> None:
    client.force_login(cast.mayor)
    client.post("/ar/notifications/preferences/", {**FORM, "account-mail": "none"})
    assert wishes(cast.mayor)["account"] == (True, "at_once")
    with pytest.raises(Invalid):
        save_preferences(user=cast.mayor, wishes={"account": Wish(False, Mail.NONE)}, language="ar")
    Preference.objects.create(user=cast.mayor, group="account", in_app=False, mail=Mail.NONE)
    notify("test.account", to=[cast.mayor], facts=FACTS)
    assert deliver_due() == 1
    assert "List-Unsubscribe" not in Server.accepted[0].extra_headers


@pytest.mark.parametrize(("mail", "mails"), [(Mail.AT_ONCE, 1), (Mail.DAILY, 0), (Mail.WEEKLY, 0), (Mail.NONE, 0)])
def test_mail_at_once_only_for_who_wants_it(cast: Cast, mail: Mail, mails: int) -> None:
    Preference.objects.create(user=cast.mayor, group="answers", mail=mail)
    notify("test.answer", to=[cast.mayor], facts=FACTS)
    assert (deliver_due(), Notice.objects.count()) == (mails, 1)


def test_who_wants_neither_page_nor_mail_is_told_nothing(cast: Cast) -> None:
    Preference.objects.create(user=cast.mayor, group="answers", in_app=False, mail=Mail.NONE)
    assert notify("test.answer", to=[cast.mayor], facts=FACTS) == []


def test_mail_is_not_sent_when_the_notice_was_read_meanwhile(cast: Cast, client: Client) -> None:
    notice = notify("test.answer", to=[cast.mayor], facts=FACTS)[0]
    client.force_login(cast.mayor)
    client.get(f"/ar/notifications/{notice.pk}/")
    assert deliver_due() == 0
    assert OutboxMessage.objects.get().last_error == "nothing_to_tell"


def test_link_in_a_mail_stops_mails_of_that_group_only(cast: Cast, client: Client) -> None:
    notify("test.answer", to=[cast.mayor], facts=FACTS)
    assert deliver_due() == 1
    address = Server.accepted[0].extra_headers["List-Unsubscribe"].strip("<>")
    assert client.post(address.removeprefix("http://localhost:8000")).status_code == 200
    assert wishes(cast.mayor)["answers"] == (True, "none")
    assert wishes(cast.mayor)["town"] == (True, "daily")
    notify("test.answer", to=[cast.mayor], facts=FACTS)
    assert (deliver_due(), Notice.objects.count()) == (0, 2)


def test_mails_come_again_when_they_are_chosen_anew(cast: Cast, client: Client) -> None:
    notify("test.answer", to=[cast.mayor], facts=FACTS)
    token = token_for(subscription_of(OutboxMessage.objects.get()))
    client.post(f"/ar/notifications/unsubscribe/{token}/")
    save_preferences(user=cast.mayor, wishes={"answers": Wish(True, Mail.AT_ONCE)}, language="ar")
    notify("test.answer", to=[cast.mayor], facts=FACTS)
    deliver_due()
    assert OutboxMessage.objects.filter(state="sent").count() >= 1


def test_forged_link_stops_nothing(cast: Cast, client: Client) -> None:
    forged = signing.dumps([f"user:{cast.mayor.pk}", "notifications.notice", "answers"], salt="other")
    assert client.post(f"/ar/notifications/unsubscribe/{forged}/").status_code == 404
    assert not Preference.objects.exists()


def test_what_waits_moves_with_the_wish(cast: Cast) -> None:
    notify("test.town", to=[cast.mayor], facts=FACTS)
    save_preferences(user=cast.mayor, wishes={"town": Wish(True, Mail.WEEKLY)}, language="ar")
    assert Notice.objects.get().mail == Mail.WEEKLY
    save_preferences(user=cast.mayor, wishes={"town": Wish(True, Mail.NONE)}, language="ar")
    assert Notice.objects.get().mail == Mail.NONE


def test_what_waits_only_for_a_mail_that_was_given_up_is_forgotten(cast: Cast) -> None:
    Preference.objects.create(user=cast.mayor, group="town", in_app=False, mail=Mail.DAILY)
    notify("test.town", to=[cast.mayor], facts=FACTS)
    save_preferences(user=cast.mayor, wishes={"town": Wish(False, Mail.NONE)}, language="ar")
    assert not Notice.objects.exists()


def test_subject_is_one_short_line_whatever_the_sentence(cast: Cast) -> None:
    notify("test.answer", to=[cast.mayor], facts={"town": "شفشاون\n" + "سبب طويل " * 40})
    assert deliver_due() == 1
    assert "\n" not in Server.accepted[0].subject
    assert len(Server.accepted[0].subject) <= 120
