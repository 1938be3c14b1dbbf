"""The pages of the newsletter: who sees what, what they say to nonsense, and how many queries they ask."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from seguia.config.testing import Cast
from seguia.core.idempotency import new_form_key
from seguia.core.languages import own_name
from seguia.newsletter.inviting import invite_subscribers
from seguia.newsletter.models import Issue, IssueState, Standing, Subscriber, Suppression
from seguia.newsletter.queries import subscriber_numbers
from seguia.newsletter.sending import send_due_issues
from seguia.newsletter.subscribing import forget_subscribers, stop_newsletter
from seguia.newsletter.tests.conftest import TITLE, make_issue, subscribe
from seguia.newsletter.writing import add_item
from seguia.notifications.delivery import deliver_due
from seguia.notifications.models import OutboxMessage
from seguia.notifications.tests.postoffice import Server
from seguia.ui.tests.markup import Page

pytestmark = pytest.mark.django_db
TEXTS = {"title_ar": "عدد جديد", "title_fr": "Nouveau numéro", "introduction_fr": "Bonjour"}


def sent_issue(cast: Cast) -> Issue:
    issue = make_issue(cast.secretariat)
    now = timezone.now()
    Issue.objects.filter(pk=issue.pk).update(state=IssueState.SENT, send_at=now, sent_at=now)
    return issue


@pytest.mark.parametrize("number", [1, 3])
def test_archive_asks_the_same_queries_for_one_and_three(
    cast: Cast, client: Client, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        sent_issue(cast)
    make_issue(cast.secretariat)
    client.get("/ar/newsletter/")
    with django_assert_num_queries(2):  # count, issues
        response = client.get("/ar/newsletter/")
    assert Page(response.content.decode()).faults == []
    assert len(response.context["page"]) == number


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_issue_on_the_web_in_each_language(cast: Cast, client: Client, language: str) -> None:
    issue = sent_issue(cast)
    page = client.get(f"/{language}/newsletter/{issue.public_id}/")
    assert Page(page.content.decode()).faults == []
    assert TITLE.get(language, TITLE["ar"]) in page.content.decode()


def test_drafts_are_nobody_elses_business(cast: Cast, client: Client) -> None:
    issue = make_issue(cast.secretariat)
    assert client.get(f"/ar/newsletter/{issue.public_id}/").status_code == 404
    assert client.get(f"/ar/newsletter/desk/{issue.public_id}/").status_code == 302
    client.force_login(cast.mayor)
    for path in ("", "new/", "invite/", f"{issue.public_id}/", f"{issue.public_id}/preview/ar/"):
        assert client.get(f"/ar/newsletter/desk/{path}").status_code == 403, path
    for path in ("add/", "text/", "test/", "send/", "take-back/", "delete/", f"parts/{issue.items.get().pk}/"):
        posted = client.post(
            f"/ar/newsletter/desk/{issue.public_id}/{path}", {"language": "ar", "deed": "remove", **TEXTS}
        )
        assert posted.status_code == 403, path
    assert Issue.objects.count() == 1


def test_from_the_first_word_to_the_last_mail(cast: Cast, client: Client) -> None:
    subscribe("reader@example.org", "fr")
    OutboxMessage.objects.all().delete()
    client.force_login(cast.secretariat)
    assert Page(client.get("/ar/newsletter/desk/new/").content.decode()).faults == []
    form = {**TEXTS, "form_key": new_form_key()}
    place = client.post("/ar/newsletter/desk/new/", form)["Location"]
    assert client.post("/ar/newsletter/desk/new/", form)["Location"] == place
    assert Issue.objects.count() == 1
    for title in (cast.arabic_action, cast.french_action):
        client.post(f"{place}add/", {"kind": "action", "object_id": title.public_id})
    client.post(f"{place}add/", {"kind": "action", "object_id": cast.arabic_action.public_id})
    client.post(f"{place}text/", {"item_title_fr": "Un mot", "item_text_fr": "à dire", "form_key": new_form_key()})
    page = client.get(place)
    assert Page(page.content.decode()).faults == []
    assert [str(item.title) for item in page.context["items"]][-1] == "Un mot"
    items = list(Issue.objects.get().items.values_list("pk", flat=True))
    assert len(items) == 3
    client.post(f"{place}parts/{items[2]}/", {"deed": "up"})
    assert list(Issue.objects.get().items.values_list("pk", flat=True)) == [items[0], items[2], items[1]]
    client.post(f"{place}parts/{items[0]}/", {"deed": "remove"})
    for language in ("ar", "fr", "en"):
        preview = client.get(f"{place}preview/{language}/")
        assert Page(preview.content.decode()).faults == []
    assert "Le compostage au pied des immeubles" in client.get(f"{place}preview/fr/").content.decode()
    client.post(f"{place}send/", {"send_at": "", "form_key": new_form_key()})
    assert Page(client.get(place).content.decode()).faults == []
    assert (send_due_issues(), deliver_due()) == (1, 1)
    assert client.get(place).context["progress"] == {"sent": 1}


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("add/", {"kind": "action", "object_id": "nothing1"}, 400),
        ("add/", {"kind": "nothing", "object_id": "x\0"}, 400),
        ("add/", {}, 400),
        ("text/", {"item_title_fr": "", "form_key": "x" * 24}, 400),
        ("text/", {"item_title_fr": "a" * 900, "form_key": "x" * 24}, 400),
        ("text/", {"item_title_fr": "Un titre"}, 400),
        ("parts/1/", {"deed": "explode"}, 400),
        ("parts/99999999/", {"deed": "up"}, 404),
        ("send/", {"send_at": "yesterday", "form_key": "x" * 24}, 400),
        ("test/", {"language": "xx"}, 404),
        ("", {"title_ar": "", "title_fr": ""}, 400),
        ("", {"title_ar": "a\x07"}, 400),
    ],
)
def test_nonsense_is_refused_and_nothing_happens(
    cast: Cast, client: Client, path: str, data: dict[str, str], status: int
) -> None:
    issue = make_issue(cast.secretariat)
    client.force_login(cast.secretariat)
    assert client.post(f"/en/newsletter/desk/{issue.public_id}/{path}", data).status_code == status
    assert (Issue.objects.get().state, issue.items.count(), Issue.objects.get().title) == (IssueState.DRAFT, 1, TITLE)


def _offered(response: Any) -> Any:
    return next(offers for kind, offers in response.context["offers"] if kind.code == "action")


def test_actions_are_offered_and_what_was_withdrawn_is_left_out(cast: Cast, client: Client) -> None:
    issue = make_issue(cast.secretariat)
    client.force_login(cast.secretariat)
    place = f"/en/newsletter/desk/{issue.public_id}/"
    offers = _offered(client.get(place))
    assert {offer.object_id for offer in offers} == {cast.arabic_action.public_id, cast.french_action.public_id}
    named = _offered(client.get(place, {"q": cast.french_action.public_id.upper()}))
    assert [offer.object_id for offer in named] == [cast.french_action.public_id]
    assert client.post(f"{place}add/", {"kind": "action", "object_id": cast.draft.public_id}).status_code == 400
    add_item(issue, user=cast.secretariat, kind="action", object_id=cast.arabic_action.public_id)
    type(cast.arabic_action).objects.filter(pk=cast.arabic_action.pk).update(status="archived")
    page = client.get(place)
    assert (len(page.context["items"]), len(page.context["gone"])) == (1, 1)


def test_missing_languages_are_named(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretariat)
    page = client.get(f"/en/newsletter/desk/{make_issue(cast.secretariat).public_id}/")
    missing = dict(page.context["missing"])
    assert set(missing) == {own_name("ar"), "English"}
    assert missing["English"][:2] == ["title", "introduction"]


def test_numbers_by_language_and_month(cast: Cast, client: Client, django_assert_num_queries: Any) -> None:
    subscribe("a@example.org", "ar")
    subscribe("b@example.org", "fr")
    left = subscribe("c@example.org", "fr")
    stop_newsletter(None, left.public_id)
    with django_assert_num_queries(4):
        numbers = subscriber_numbers(cast.secretariat)
    assert (numbers.by_language, numbers.total, numbers.pending) == ({"ar": 1, "fr": 1}, 2, 0)
    assert (numbers.months[0].confirmed, numbers.months[0].ended, len(numbers.months)) == (3, 1, 12)
    client.force_login(cast.secretariat)
    assert Page(client.get("/ar/newsletter/desk/").content.decode()).faults == []


LIST = "Amina@example.org; ar\nomar@example.org\n\nno address\nknown@example.org, fr\nleft@example.org\nomar@example.org\nx@example.org\tfr"


def test_older_list_makes_invitations_and_no_subscription(cast: Cast, client: Client) -> None:
    subscribe("known@example.org")
    left = subscribe("left@example.org")
    stop_newsletter(None, left.public_id)
    OutboxMessage.objects.all().delete()
    client.force_login(cast.secretariat)
    assert Page(client.get("/ar/newsletter/desk/invite/").content.decode()).faults == []
    response = client.post("/ar/newsletter/desk/invite/", {"listed": LIST, "may_invite": "on"})
    report = response.context["report"]
    assert (report.invited, report.known, report.faulty) == (3, 2, [(4, "no address")])
    assert Page(response.content.decode()).faults == []
    assert Subscriber.objects.filter(standing=Standing.ACTIVE).count() == 1
    assert dict(OutboxMessage.objects.values_list("address", "language")) == {
        "amina@example.org": "ar",
        "omar@example.org": "fr",
        "x@example.org": "fr",
    }
    assert deliver_due() == 3


def test_nobody_is_invited_twice_even_after_they_are_forgotten(cast: Cast) -> None:
    for expected in (1, 0):
        assert invite_subscribers(user=cast.secretariat, listed="amina@example.org").invited == expected
        Subscriber.objects.update(token_expires_at=timezone.now() - datetime.timedelta(days=1))
        forget_subscribers()
    assert (Subscriber.objects.count(), Suppression.objects.count()) == (0, 1)


def test_invitation_can_be_declined_for_good(cast: Cast, client: Client) -> None:
    invite_subscribers(user=cast.secretariat, listed="amina@example.org")
    assert deliver_due() == 1
    address = Server.accepted[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert client.post(address).status_code == 200
    assert Subscriber.objects.get().standing == Standing.ENDED
    assert Suppression.objects.get().reason == "unsubscribed"


@pytest.mark.parametrize(
    "data",
    [{}, {"listed": "a@example.org"}, {"listed": "", "may_invite": "on"}, {"listed": "a\n" * 5001, "may_invite": "on"}],
)
def test_list_without_consent_or_too_long_is_refused(cast: Cast, client: Client, data: dict[str, str]) -> None:
    client.force_login(cast.secretariat)
    assert client.post("/en/newsletter/desk/invite/", data).status_code == 400
    assert not Subscriber.objects.exists()
