"""From a saved search to a mail: each new result is told once, in the reader's language, until the reader has enough."""

import datetime
import re
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from seguia.accounts.models import User
from seguia.actions.models import Action, Status
from seguia.actions.services import archive_action
from seguia.config.testing import Cast, make_action
from seguia.notifications.delivery import deliver_due
from seguia.notifications.models import OutboxMessage, State
from seguia.portal.models import Frequency, SavedSearch, SavedSearchTold
from seguia.portal.saved_searches import checking, services
from seguia.portal.saved_searches.checking import check_saved_searches
from seguia.portal.tests.saved_searches.conftest import SITE, publish, save_search
from seguia.search.changes import mark_changed
from seguia.search.index.follower import follow_changes, node_store, rebuild


def work() -> int:
    """What the worker does in a minute; how many mails were sent."""
    follow_changes()
    check_saved_searches()
    return deliver_due()


def told() -> list[list[int]]:
    """The actions of each queued mail."""
    return [message.facts["actions"] for message in OutboxMessage.objects.order_by("pk")]


def test_arabic_search_hears_of_a_french_action_once_until_it_has_enough(indexed: Cast, client: Client) -> None:
    """The whole way: saved in Arabic, found in French, told in Arabic, ended by one click."""
    saved = save_search(indexed.clerk)
    assert work() == 0
    action = publish(indexed, "Un compostage collectif au marché")
    assert (work(), work()) == (1, 0)
    (sent,) = mail.outbox
    read = message_from_bytes(sent.message().as_bytes())
    text, html = (part.get_payload(decode=True).decode() for part in read.get_payload())  # type: ignore[union-attr]
    assert sent.to == ["clerk@example.org"]
    assert str(make_header(decode_header(read["Subject"]))).startswith("سماد: ")
    assert read["Content-Language"] == "ar"
    link = f"{SITE}/ar/actions/{action.public_id}/"
    assert f'<a href="{link}"><bdi lang="fr" dir="ltr">Un compostage collectif au marché</bdi></a>' in html
    assert html.count('lang="ar" dir="rtl"') == 2
    assert "<bdi>التسميد</bdi> = <bdi>compostage</bdi>" in html
    assert "لوس أون غويل" in html
    assert "التسميد = compostage" in text
    assert {*re.findall(r'href="([^"]+)"', html)} == {
        f"{SITE}/ar/",
        link,
        f"{SITE}/ar/saved-searches/",
        f"{SITE}/ar/search/?q=%D8%A7%D9%84%D8%AA%D8%B3%D9%85%D9%8A%D8%AF&amp;sort=newest",
        sent.extra_headers["List-Unsubscribe"].strip("<>"),
    }
    client.post(
        sent.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(SITE), {"List-Unsubscribe": "One-Click"}
    )
    saved.refresh_from_db()
    assert saved.frequency == Frequency.NONE
    publish(indexed, "Encore du compostage")
    assert (work(), len(mail.outbox)) == (0, 1)


def test_what_waits_when_the_reader_has_enough_is_not_sent(indexed: Cast, client: Client) -> None:
    saved = save_search(indexed.clerk)
    publish(indexed)
    check_saved_searches()
    services.change_search(saved, user=indexed.clerk, name="x", frequency="none")
    assert deliver_due() == 0
    assert OutboxMessage.objects.get().last_error == "nothing_to_tell"


def test_mails_go_on_when_they_are_asked_for_again(indexed: Cast, client: Client) -> None:
    saved = save_search(indexed.clerk)
    publish(indexed, "Un premier compostage")
    work()
    client.post(mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix(SITE))
    publish(indexed, "Un deuxième compostage")
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1)):
        services.change_search(saved, user=indexed.clerk, name="x", frequency="at_once")
        assert work() == 0
        third = publish(indexed, "Un troisième compostage")
        assert work() == 1
    assert told()[-1] == [third.pk]


def test_what_was_there_before_is_not_new(indexed: Cast) -> None:
    save_search(indexed.clerk)
    for action in (indexed.french_action, indexed.arabic_action):
        action.save()
        mark_changed("action", action.pk)
    assert (work(), told()) == (0, [])


def test_result_that_changes_is_not_told_again(indexed: Cast) -> None:
    save_search(indexed.clerk)
    action = publish(indexed)
    work()
    mark_changed("action", action.pk)
    assert (work(), len(told())) == (0, 1)
    assert SavedSearchTold.objects.count() == 1


def test_action_that_begins_to_match_is_told(indexed: Cast) -> None:
    save_search(indexed.clerk)
    action = publish(indexed, "Un marché", summary={"fr": "Les invendus."}, done={"fr": "Une plateforme."})
    action.themes.set([indexed.energy])
    Action.objects.filter(pk=action.pk).update(title={"fr": "Un marché couvert"})
    mark_changed("action", action.pk)
    OutboxMessage.objects.all().delete()
    SavedSearchTold.objects.all().delete()
    assert work() == 0
    Action.objects.filter(pk=action.pk).update(title={"fr": "Le compostage du marché"})
    mark_changed("action", action.pk)
    assert (work(), told()) == (1, [[action.pk]])


def test_only_what_matches_all_words_and_filters_is_told(indexed: Cast) -> None:
    for number, query in enumerate(
        ["q=compostage", "q=compostage écoles", "q=compostage&country=MA", "country=FR", ""]
    ):
        save_search(indexed.clerk, query, name=str(number), language="fr")
    publish(indexed, "Le compostage du marché")
    check_saved_searches()
    names = [SavedSearch.objects.get(public_id=message.topic).name for message in OutboxMessage.objects.order_by("pk")]
    assert sorted(names) == ["0", "3", "4"]


def test_drafts_and_withdrawn_sheets_are_not_told(indexed: Cast) -> None:
    save_search(indexed.clerk)
    draft = make_action(indexed.loos_town, {"fr": "Un compostage secret"}, status="submitted")
    mark_changed("action", draft.pk)
    assert work() == 0
    action = publish(indexed)
    check_saved_searches()
    archive_action(action, user=indexed.secretariat, reason="خطأ")
    assert deliver_due() == 0
    assert OutboxMessage.objects.values_list("state", "last_error").get() == (State.WITHHELD, "nothing_to_tell")


def test_ten_results_are_shown_and_the_others_counted(indexed: Cast) -> None:
    save_search(indexed.clerk)
    actions = [publish(indexed, f"Le compostage numéro {number}") for number in range(12)]
    assert work() == 1
    assert told() == [[action.pk for action in reversed(actions)]]
    html = mail.outbox[0].alternatives[0].content
    assert html.count("/ar/actions/") == 10
    assert all(action.public_id in html for action in actions[2:])
    assert mail.outbox[0].subject == "سماد: " + mail.outbox[0].subject.removeprefix("سماد: ")
    assert "12" in mail.outbox[0].subject


@pytest.mark.parametrize(("frequency", "days"), [("daily", 1), ("weekly", 7)])
def test_digest_comes_once_a_period_with_all_that_is_new(indexed: Cast, frequency: str, days: int) -> None:
    save_search(indexed.clerk, frequency=frequency)
    first = publish(indexed, "Un premier compostage")
    assert work() == 1
    with time_machine.travel(timezone.now(), tick=False) as clock:
        later = [publish(indexed, "Un deuxième compostage")]
        clock.shift(datetime.timedelta(days=days, minutes=-5))
        later.append(publish(indexed, "Un troisième compostage"))
        assert work() == 0
        clock.shift(datetime.timedelta(minutes=6))
        assert (work(), work()) == (1, 0)
    assert told() == [[first.pk], [action.pk for action in reversed(later)]]


def test_feed_only_search_gets_no_mail(indexed: Cast) -> None:
    save_search(indexed.clerk, frequency="none")
    publish(indexed)
    assert (work(), told()) == (0, [])


@pytest.mark.parametrize("moment", ["before the check", "before the mail"])
def test_person_who_was_switched_off_hears_nothing(indexed: Cast, moment: str) -> None:
    save_search(indexed.clerk)
    publish(indexed)
    if moment == "before the mail":
        check_saved_searches()
    User.objects.filter(pk=indexed.clerk.pk).update(is_active=False)
    assert (work(), len(mail.outbox)) == (0, 0)


def test_nothing_is_marked_while_there_is_no_index(indexed: Cast, settings: Any, tmp_path: Any) -> None:
    saved = save_search(indexed.clerk)
    action = publish(indexed)
    whole, settings.SEARCH_INDEX_DIR = settings.SEARCH_INDEX_DIR, tmp_path / "empty"
    assert check_saved_searches() == 0
    settings.SEARCH_INDEX_DIR = whole
    assert (check_saved_searches(), told()) == (1, [[action.pk]])
    assert saved.told.count() == 1


def test_action_that_the_index_does_not_know_yet_is_told_later(indexed: Cast) -> None:
    """The mark follows the index, not the clock."""
    save_search(indexed.clerk)
    other = publish(indexed, "Un premier compostage")
    late = make_action(
        indexed.loos_town, {"fr": "Un compostage en retard"}, status=Status.PUBLISHED, published_at=timezone.now()
    )
    mark_changed("action", late.pk)
    assert (check_saved_searches(), told()) == (1, [[other.pk]])
    follow_changes()
    assert (check_saved_searches(), told()[1:]) == (1, [[late.pk]])


def test_index_that_is_built_anew_tells_nothing_twice(indexed: Cast) -> None:
    save_search(indexed.clerk)
    publish(indexed)
    work()
    node_store().folder.joinpath("current").unlink()
    assert rebuild() == 3
    assert (work(), len(told())) == (0, 1)


def test_search_saved_under_other_rules_does_not_stop_the_others(indexed: Cast) -> None:
    broken = save_search(indexed.clerk)
    SavedSearch.objects.filter(pk=broken.pk).update(parameters="theme=a+b")
    save_search(indexed.mayor)
    publish(indexed)
    assert work() == 1
    assert mail.outbox[0].to == ["mayor@example.org"]


def test_search_whose_check_raises_does_not_stop_the_others(indexed: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = save_search(indexed.clerk)
    save_search(indexed.mayor)
    action = publish(indexed)
    find = checking._new_results
    with monkeypatch.context() as faulty:
        faulty.setattr(checking, "_new_results", lambda s, m: 1 / 0 if s.pk == broken.pk else find(s, m))
        assert (check_saved_searches(), check_saved_searches()) == (1, 0)
    assert (check_saved_searches(), told()) == (1, [[action.pk], [action.pk]])


@pytest.mark.parametrize("searches", [1, 3])
def test_check_without_news_needs_the_same_queries(
    indexed: Cast, django_assert_num_queries: Any, searches: int
) -> None:
    """Without candidates: the list, one look at changes and sheets a search, one mark for all."""
    for _ in range(searches):
        save_search(indexed.clerk)
    mark_changed("action", indexed.draft.pk)
    follow_changes()
    with django_assert_num_queries(2 + 2 * searches):
        assert check_saved_searches() == 0
    with django_assert_num_queries(1):
        assert check_saved_searches() == 0


class Killed(BaseException):
    """The worker dies here."""


@pytest.mark.parametrize("step", ["_reasons", "_move_mark", "_note_told", "queue_message"])
def test_kill_at_each_step_of_a_check_tells_once(indexed: Cast, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def die(*_: Any, **__: Any) -> None:
        raise Killed

    save_search(indexed.clerk)
    action = publish(indexed)
    with monkeypatch.context() as dying:
        dying.setattr(checking, step, die)
        with pytest.raises(Killed):
            check_saved_searches()
    assert (told(), SavedSearchTold.objects.count()) == ([], 0)
    assert (check_saved_searches(), told()) == (1, [[action.pk]])
    assert check_saved_searches() == 0
