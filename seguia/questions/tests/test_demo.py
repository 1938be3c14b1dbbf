"""The demonstration's conversations: in three languages, harmless when loaded again, nothing made up without its sheets."""

import datetime

import pytest
from django.test import Client

from seguia.config.testing import Cast, make_action, make_territory
from seguia.core.identifiers import public_id_for
from seguia.membership.models import Organisation, OrganisationKind
from seguia.notifications.models import OutboxMessage
from seguia.questions.demo import create_demo_questions
from seguia.questions.demo_texts import CHEFCHAOUEN, LOOS, THREADS
from seguia.questions.models import LONGEST, Post, PostTranslation
from seguia.ui.tests.markup import Page


@pytest.fixture
def sheets(cast: Cast) -> Cast:
    """The two towns that speak most, under the references of the demonstration, each with a sheet."""
    place = make_territory(CHEFCHAOUEN, "commune", "MA", {"ar": "شفشاون"}, parent=cast.north, region=cast.north)
    town = Organisation.objects.create(kind=OrganisationKind.LOCAL_GOVERNMENT, name={"ar": "شفشاون"}, territory=place)
    for key, owner in (("ma-chefchaouen-energy-desk", town), ("fr-loos-en-gohelle-citizen-solar", cast.loos_town)):
        make_action(owner, {"ar": "عنوان"}, status="published", public_id=public_id_for(key))
    return cast


def test_threads_are_varied() -> None:
    assert len(THREADS) >= 10
    assert {thread.language for thread in THREADS} == {"ar", "fr", "en"}
    assert any(not thread.answers for thread in THREADS)
    assert all(len(thread.text) <= LONGEST for thread in THREADS)
    assert {thread.town for thread in THREADS} >= {CHEFCHAOUEN, LOOS}


def test_loaded_once_and_dated_in_order(sheets: Cast, client: Client) -> None:
    create_demo_questions()
    number = Post.objects.count()
    create_demo_questions()
    assert (Post.objects.count(), OutboxMessage.objects.count()) == (number, 0)
    assert Post.objects.questions().count() == 2
    for reply in Post.objects.filter(kind="answer").select_related("question"):
        assert reply.question is not None
        assert reply.said_at - reply.question.said_at >= datetime.timedelta(hours=1)
    assert PostTranslation.objects.filter(is_machine=False, state="done").count() == 2
    for question in Post.objects.questions():
        html = client.get(f"/fr/questions/{question.public_id}/").content.decode()
        assert Page(html).faults == []
        assert ("Nous consacrons" in html) == (question.public_id == public_id_for("question 0"))


def test_without_its_sheets_nothing_is_made_up(cast: Cast) -> None:
    create_demo_questions()
    assert not Post.objects.exists()
