"""A reader asks for a translation: by the machine, by people, made once, the original one click away."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from seguia.accounts.models import User
from seguia.actions.models import Action
from seguia.config.testing import Cast, make_user
from seguia.core.errors import Conflict, Refused
from seguia.questions.limits import TooMany
from seguia.questions.models import Post, PostTranslation
from seguia.questions.services import (
    carry_out_translations,
    edit_post,
    look_after_unanswered,
    request_post_translation,
    take_offline,
)
from seguia.questions.tests.talk import REPLY, answer, ask
from seguia.translation import machine
from seguia.translation.machine.pretending import PretendedMachine
from seguia.translation.models import Standing, TranslationRequest, Translator
from seguia.translation.queries import item_in
from seguia.translation.registry import kind_of
from seguia.translation.standing import rebuild
from seguia.ui.tests.markup import Page

FRENCH = "Environ 120 000 dirhams par an, par notre service technique."
State = PostTranslation.State


@pytest.fixture
def pretended() -> Iterator[PretendedMachine]:
    """A machine that knows one sentence."""
    made = PretendedMachine({REPLY: FRENCH})
    machine.register_provider(lambda: made)
    yield made
    machine._make.pop()


@pytest.fixture
def translator(cast: Cast) -> User:
    person = make_user("translator", language="fr")
    Translator.objects.create(user=person, languages=["fr"], granted_by=cast.secretariat)
    return person


def wish(client: Client, post: Post, language: str = "fr") -> Any:
    return client.post(f"/{language}/questions/{post.public_id}/translate/{language}/")


def thread(client: Client, question: Post, language: str = "fr") -> str:
    html: str = client.get(f"/{language}/questions/{question.public_id}/").content.decode()
    assert Page(html).faults == []
    return html


def test_machine_translates_once_and_says_so(cast: Cast, client: Client, pretended: PretendedMachine) -> None:
    question = ask(cast)
    reply = answer(cast, question)
    client.force_login(cast.stranger)
    assert "Traduire" in thread(client, question) or "Translate into" in thread(client, question)
    for _ in range(3):
        assert wish(client, reply).status_code == 302
    assert carry_out_translations() == 1
    assert carry_out_translations() == 0
    wish(client, reply)
    assert carry_out_translations() == 0
    assert pretended.asked == [([REPLY], "ar", "fr")]
    client.logout()
    html = thread(client, question)
    assert FRENCH in html
    assert "is-machine" in html
    assert f'<div class="prose" lang="ar" dir="rtl"><p>{REPLY}</p></div>' in html
    assert FRENCH not in thread(client, question, "ar")
    assert not TranslationRequest.objects.exists()


def test_without_a_machine_the_wish_goes_to_translators(cast: Cast, client: Client, translator: User) -> None:
    reply = answer(cast, ask(cast))
    assert not Standing.objects.filter(kind="post").exists()
    client.force_login(cast.stranger)
    response = client.post(f"/en/questions/{reply.public_id}/translate/fr/", follow=True)
    assert "No machine translates here" in response.content.decode()
    assert list(Standing.objects.filter(kind="post").values_list("item", "language")) == [(reply.public_id, "fr")]
    assert TranslationRequest.objects.count() == 1
    client.force_login(translator)
    assert reply.public_id in client.get("/en/translation/").content.decode()
    assert client.get(f"/en/translation/post/{reply.public_id}/fr/").status_code == 200


def saved(user: User, post: Post, text: str, base: str = "") -> None:
    item = item_in(user, "post", post.public_id, "fr")
    given = {"texts": {"text": text}, "seen": {"text": post.mark}, "base": {"text": base}}
    kind_of("post").save(user=user, item=item, language="fr", how="person", **given)


def test_translation_by_a_person_is_credited_and_replaces_the_machine(
    cast: Cast, client: Client, translator: User, pretended: PretendedMachine
) -> None:
    question = ask(cast)
    reply = answer(cast, question)
    request_post_translation(user=cast.stranger, post=reply, language="fr")
    carry_out_translations()
    saved(translator, reply, "Près de 120 000 dirhams.", base=FRENCH)
    html = thread(client, question)
    assert "Près de 120 000 dirhams." in html
    assert "is-machine" not in html
    row = PostTranslation.objects.get()
    assert (row.translator, row.is_machine, row.state) == (translator, False, State.DONE)
    assert translator.name not in html


def test_two_translators_do_not_overwrite_each_other(cast: Cast, translator: User) -> None:
    reply = answer(cast, ask(cast))
    saved(translator, reply, "Un")
    with pytest.raises(Conflict) as caught:
        saved(translator, reply, "Deux")
    assert caught.value.details["theirs"] == {"text": "Un"}


def test_who_may_not_translate_is_refused(cast: Cast) -> None:
    reply = answer(cast, ask(cast))
    for person in (cast.stranger, cast.loos_mayor):
        with pytest.raises(Refused):
            saved(person, reply, "x")
    saved(cast.mayor, reply, "Ses propres mots")


def test_changed_original_is_not_shown_in_an_older_translation(
    cast: Cast, client: Client, pretended: PretendedMachine
) -> None:
    question = ask(cast)
    reply = answer(cast, question)
    request_post_translation(user=cast.stranger, post=reply, language="fr")
    carry_out_translations()
    edit_post(user=cast.mayor, post=reply, text="تغير كل شيء", start=reply.mark)
    html = thread(client, question)
    assert FRENCH not in html
    assert "تغير كل شيء" in html
    request_post_translation(user=cast.stranger, post=reply, language="fr")
    assert carry_out_translations() == 1
    assert "[fr] تغير كل شيء" in thread(client, question)


def test_machine_that_fails_hands_over_to_people(cast: Cast, pretended: PretendedMachine) -> None:
    reply = answer(cast, ask(cast))
    pretended.fault = "too_long"
    request_post_translation(user=cast.stranger, post=reply, language="fr")
    assert carry_out_translations() == 0
    assert PostTranslation.objects.get().state == State.WANTED
    assert TranslationRequest.objects.get().user == cast.stranger


def test_passing_fault_is_tried_again_and_then_handed_over(cast: Cast, pretended: PretendedMachine) -> None:
    reply = answer(cast, ask(cast))
    pretended.fault = "busy"
    request_post_translation(user=cast.stranger, post=reply, language="fr")
    for _ in range(5):
        assert PostTranslation.objects.get().state == State.ORDERED
        PostTranslation.objects.update(next_try_at="2026-01-01T00:00Z")
        carry_out_translations()
        carry_out_translations()
    assert PostTranslation.objects.get().state == State.WANTED
    assert len(pretended.asked) == 5


def test_machine_switched_off_meanwhile(cast: Cast, pretended: PretendedMachine) -> None:
    reply = answer(cast, ask(cast))
    request_post_translation(user=cast.stranger, post=reply, language="fr")
    machine.register_provider(lambda: None)
    try:
        assert carry_out_translations() == 0
    finally:
        machine._make.pop()
    assert PostTranslation.objects.get().state == State.WANTED


@pytest.mark.parametrize("language", ["ar", "de", "x", "fr-fr-fr-fr", "0"])
def test_language_that_makes_no_sense(cast: Cast, client: Client, language: str) -> None:
    reply = answer(cast, ask(cast))
    client.force_login(cast.stranger)
    assert client.post(f"/fr/questions/{reply.public_id}/translate/{language}/").status_code == 400
    assert not PostTranslation.objects.exists()


def test_visitor_reads_and_does_not_order(cast: Cast, client: Client) -> None:
    reply = answer(cast, ask(cast))
    assert wish(client, reply).status_code == 403
    assert client.get(f"/fr/questions/{reply.public_id}/translate/fr/").status_code in {302, 405}
    assert not PostTranslation.objects.exists()


def test_flood_of_wishes_is_stopped(cast: Cast, settings: Any) -> None:
    settings.QUESTIONS_PER_HOUR = 2
    question = ask(cast)
    first, second = answer(cast, question), answer(cast, question)
    request_post_translation(user=cast.stranger, post=question, language="en")
    request_post_translation(user=cast.stranger, post=first, language="fr")
    with pytest.raises(TooMany):
        request_post_translation(user=cast.stranger, post=second, language="fr")


def test_desk_forgets_what_goes_out_of_sight(cast: Cast) -> None:
    question = ask(cast)
    first, second = answer(cast, question), answer(cast, question)
    for post in (first, second):
        request_post_translation(user=cast.stranger, post=post, language="fr")
    take_offline(user=cast.secretariat, post=first, reason="اسم شخص")
    assert list(Standing.objects.filter(kind="post").values_list("item", flat=True)) == [second.public_id]
    Action.objects.filter(pk=cast.arabic_action.pk).update(status="archived")
    look_after_unanswered()
    assert not Standing.objects.filter(kind="post").exists()
    rebuild()
    assert not Standing.objects.filter(kind="post").exists()
