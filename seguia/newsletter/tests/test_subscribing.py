"""Asking, confirming, leaving: nobody is subscribed who has not said so twice, and nobody learns who is."""

import datetime
import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from seguia.accounts.personal_data import personal_data
from seguia.audit.models import AuditEvent
from seguia.core.errors import Invalid, NotFound
from seguia.newsletter.consent import VERSION, WORDING
from seguia.newsletter.models import Standing, Subscriber, Suppression
from seguia.newsletter.subscribing import (
    ask_for_newsletter,
    confirm_subscription,
    erase_subscription,
    forget_subscribers,
)
from seguia.newsletter.tests.conftest import subscribe
from seguia.newsletter.tokens import token_of
from seguia.notifications.delivery import deliver_due
from seguia.notifications.models import OutboxMessage
from seguia.notifications.subscriptions import Subscription, recipient_of, token_for
from seguia.notifications.tests.postoffice import Server
from seguia.ui.tests.markup import Page

pytestmark = pytest.mark.django_db
FORM = {"email": "Amina@example.org", "language": "ar"}


def link() -> str:
    """The link in the last mail."""
    found = re.search(r"http://localhost:8000(/\w\w/newsletter/confirm/\w+/)", Server.accepted[-1].body)
    assert found, Server.accepted[-1].body
    return found[1]


def test_from_the_form_to_the_subscription(client: Client) -> None:
    page = client.get("/ar/newsletter/subscribe/")
    assert Page(page.content.decode()).faults == []
    assert client.post("/ar/newsletter/subscribe/", FORM)["Location"] == "/ar/newsletter/subscribe/asked/"
    assert Subscriber.objects.get().standing == Standing.PENDING
    assert deliver_due() == 1
    mail = Server.accepted[0]
    assert (mail.to, mail.extra_headers["Content-Language"]) == (["amina@example.org"], "ar")
    assert 'lang="ar" dir="rtl"' in mail.alternatives[0][0]
    asked = client.get(link())
    assert (Page(asked.content.decode()).faults, Subscriber.objects.get().standing) == ([], Standing.PENDING)
    assert client.post(link()).status_code == 200
    found = Subscriber.objects.get()
    assert (found.standing, found.consent_version, found.consent_language) == (Standing.ACTIVE, VERSION, "ar")
    assert found.confirmed_at is not None
    confirmed = found.confirmed_at
    assert client.post(link()).status_code == 200
    assert Subscriber.objects.get().confirmed_at == confirmed
    assert VERSION in WORDING


def test_token_is_kept_nowhere() -> None:
    ask_for_newsletter(email="amina@example.org", language="ar")
    found = Subscriber.objects.get()
    token = token_of(found)
    assert token not in str(Subscriber.objects.values().get())
    assert token not in str(OutboxMessage.objects.values().get())
    assert token not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize("standing", ["unknown", "pending", "active", "ended", "suppressed"])
def test_answer_is_the_same_whoever_is_known(client: Client, standing: str) -> None:
    if standing == "active":
        subscribe("amina@example.org")
    if standing == "pending":
        ask_for_newsletter(email="amina@example.org", language="fr")
    if standing in {"ended", "suppressed"}:
        subscribe("amina@example.org")
        stop_by_mail(client)
    if standing == "suppressed":
        Subscriber.objects.update(email=None)
    client.cookies.clear()
    response = client.post("/ar/newsletter/subscribe/", FORM)
    assert (response.status_code, response["Location"]) == (302, "/ar/newsletter/subscribe/asked/")
    page = re.sub(rb'value="[^"]{30,}"', b"", client.get(response["Location"]).content)
    assert page == re.sub(rb'value="[^"]{30,}"', b"", Client().get("/ar/newsletter/subscribe/asked/").content)


def stop_by_mail(client: Client) -> None:
    found = Subscriber.objects.get()
    token = token_for(Subscription(recipient_of(None, str(found.email)), "newsletter.issue", found.public_id))
    assert client.post(f"/ar/notifications/unsubscribe/{token}/").status_code == 200


def test_who_has_it_already_is_told_so_and_stays() -> None:
    subscribe("amina@example.org")
    Subscriber.objects.update(asked_at=timezone.now() - datetime.timedelta(hours=1))
    ask_for_newsletter(email="amina@example.org", language="fr")
    assert deliver_due() == 1
    assert "confirm/" not in Server.accepted[0].body
    assert (Subscriber.objects.get().standing, Subscriber.objects.get().language) == (Standing.ACTIVE, "ar")


def test_asking_again_and_again_fills_no_mailbox() -> None:
    for _ in range(5):
        ask_for_newsletter(email="amina@example.org", language="ar")
    assert (OutboxMessage.objects.count(), Subscriber.objects.count()) == (1, 1)
    Subscriber.objects.update(asked_at=timezone.now() - datetime.timedelta(minutes=11))
    ask_for_newsletter(email="amina@example.org", language="ar")
    assert OutboxMessage.objects.count() == 2


def test_older_link_ends_with_a_newer_one() -> None:
    ask_for_newsletter(email="amina@example.org", language="ar")
    old = token_of(Subscriber.objects.get())
    Subscriber.objects.update(asked_at=timezone.now() - datetime.timedelta(minutes=11))
    ask_for_newsletter(email="amina@example.org", language="ar")
    with pytest.raises(NotFound):
        confirm_subscription(token=old, language="ar")
    deliver_due()
    assert old not in "".join(mail.body for mail in Server.accepted)
    assert confirm_subscription(token=token_of(Subscriber.objects.get()), language="ar").confirmed_at is not None


@pytest.mark.parametrize("token", ["x", "0" * 40, "a" * 5000])
def test_made_up_link_confirms_nothing(client: Client, token: str) -> None:
    ask_for_newsletter(email="amina@example.org", language="ar")
    Subscriber.objects.filter(token_hash="").update(standing=Standing.PENDING)
    assert client.post(f"/ar/newsletter/confirm/{token}/").status_code == 404
    assert Subscriber.objects.get().standing == Standing.PENDING


def test_link_ends_after_seven_days() -> None:
    ask_for_newsletter(email="amina@example.org", language="ar")
    token = token_of(Subscriber.objects.get())
    expires = Subscriber.objects.get().token_expires_at
    assert expires is not None
    assert datetime.timedelta(days=6, hours=23) < expires - timezone.now() <= datetime.timedelta(days=7)
    Subscriber.objects.update(token_expires_at=timezone.now() - datetime.timedelta(seconds=1))
    with pytest.raises(NotFound):
        confirm_subscription(token=token, language="ar")
    assert forget_subscribers() == 1
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"email": "amina"}, {"email": ""}, {"language": "xx"}, {"email": "a@b\0.org"}, {"email": f"{'a' * 300}@b.org"}],
)
def test_nonsense_is_told_and_what_was_typed_stays(client: Client, wrong: dict[str, str]) -> None:
    response = client.post("/en/newsletter/subscribe/", {**FORM, **wrong})
    assert (response.status_code, Subscriber.objects.count()) == (400, 0)
    if wrong == {"language": "xx"}:
        assert "Amina@example.org" in response.content.decode()
        with pytest.raises(Invalid):
            ask_for_newsletter(email="amina@example.org", language="xx")


def test_leaving_takes_one_click_and_the_address_goes(client: Client) -> None:
    subscribe("amina@example.org")
    stop_by_mail(client)
    stop_by_mail(client)
    found = Subscriber.objects.get()
    assert (found.standing, Suppression.objects.count()) == (Standing.ENDED, 1)
    assert forget_subscribers() == 0
    Subscriber.objects.update(ended_at=timezone.now() - datetime.timedelta(days=31))
    assert forget_subscribers() == 1
    assert Subscriber.objects.get().email is None
    assert "amina" not in str(list(Suppression.objects.values()))


def test_who_left_can_come_back(client: Client) -> None:
    subscribe("amina@example.org")
    stop_by_mail(client)
    again = subscribe("amina@example.org", "fr")
    assert (again.standing, again.language, Suppression.objects.count()) == (Standing.ACTIVE, "fr", 0)


def test_database_refuses_a_subscription_without_proof() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscriber.objects.create(email="a@example.org", language="ar", standing=Standing.ACTIVE)


def test_erasure_leaves_a_number_and_no_address(cast: Any) -> None:
    subscribe(cast.mayor.email)
    subscribe("other@example.org")
    kind = next(kind for kind in personal_data() if kind.name == "newsletter")
    assert kind.export(cast.mayor)["consent_version"] == VERSION
    assert kind.export(cast.clerk) is None
    kind.erase(cast.mayor)
    erase_subscription("nobody@example.org")
    assert list(Subscriber.objects.values_list("email", "standing")) == [
        (None, "ended"),
        ("other@example.org", "active"),
    ]
