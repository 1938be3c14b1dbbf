"""Review: who reads whom, text by text, mails to the author, the secretariat's pile."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from seguia.actions.services import archive_action
from seguia.core.errors import Conflict, NotFound, Refused
from seguia.core.languages import own_name
from seguia.core.waiting import waiting_kinds
from seguia.notifications.models import OutboxMessage
from seguia.notifications.rendering import written_mail
from seguia.translation import waiting
from seguia.translation.models import DraftText, Standing, TranslationDraft
from seguia.translation.registry import kind_of
from seguia.translation.services.publishing import needs_review, review_draft, submit_draft
from seguia.translation.standing import refresh
from seguia.translation.tests.conftest import as_user
from seguia.translation.tests.editing import opened, write

TITLE, SUMMARY = "التسميد عند مداخل العمارات", "صناديق سماد تخفض نفايات المطبخ بنسبة 30 %."


@pytest.fixture(autouse=True)
def everything_is_reviewed(settings):
    settings.TRANSLATION_REVIEW = "all"


@pytest.fixture
def submitted(desk, cast, translator):
    item = opened(translator, cast.french_action, "ar")
    write(translator, item, title=TITLE, summary=SUMMARY)
    assert submit_draft(user=translator, item=item) is False
    return TranslationDraft.objects.get()


@pytest.mark.parametrize(
    ("rule", "machine", "person"), [("all", True, True), ("machine", True, False), ("off", False, False)]
)
def test_the_setting_says_who_is_reviewed(rule, machine, person):
    assert needs_review([DraftText(is_machine=True), DraftText()], rule=rule) is machine
    assert needs_review([DraftText()], rule=rule) is person


@pytest.mark.parametrize(
    ("who", "may"),
    [("translator", False), ("other_translator", True), ("secretariat", True), ("loos_mayor", True), ("mayor", False),
     ("stranger", False)],
)  # fmt: skip
def test_a_second_person_reviews(who, may, cast, submitted, translator, other_translator):
    people = {"translator": translator, "other_translator": other_translator}
    person = people.get(who) or getattr(cast, who)
    item = opened(cast.secretariat, cast.french_action, "ar")
    page = as_user(person).get(f"/en/translation/review/{submitted.public_id}/")
    assert page.status_code == (200 if may else 403)
    if may:
        assert review_draft(user=person, item=item, accepted=["title", "summary"]) is True
        cast.french_action.refresh_from_db()
        assert cast.french_action.title["ar"] == TITLE
    else:
        with pytest.raises(Refused):
            review_draft(user=person, item=item, accepted=["title", "summary"])


def test_texts_are_accepted_one_by_one_and_the_others_go_back_with_a_reason(cast, submitted, translator):
    response = as_user(cast.secretariat).post(
        f"/en/translation/review/{submitted.public_id}/",
        {"accept": ["title"], "reason": "Dire « composteurs ».", "version": submitted.version},
    )
    assert response.status_code == 302
    cast.french_action.refresh_from_db()
    assert (cast.french_action.title["ar"], cast.french_action.summary.get("ar")) == (TITLE, None)
    draft = TranslationDraft.objects.get()
    assert (draft.status, draft.reason, draft.reason_language) == ("open", "Dire « composteurs ».", "en")
    assert [row.text for row in draft.texts.all()] == [SUMMARY]
    page = as_user(translator).get(draft.get_absolute_url()).content.decode()
    assert "Dire « composteurs »." in page
    message = OutboxMessage.objects.get(kind="translation.returned")
    assert message.user == translator
    told = written_mail(message)
    assert told is not None
    assert "Dire « composteurs »." in told.body
    assert not mail.outbox


def test_nothing_goes_back_without_a_reason(cast, submitted):
    item = opened(cast.secretariat, cast.french_action, "ar")
    with pytest.raises(ValidationError, match="Write the reason"):
        review_draft(user=cast.secretariat, item=item, accepted=["title"])
    page = as_user(cast.secretariat).post(
        f"/en/translation/review/{submitted.public_id}/", {"accept": ["title"], "version": submitted.version}
    )
    assert page.status_code == 400
    assert "Write the reason" in page.content.decode()
    assert TranslationDraft.objects.get().status == "submitted"


def test_what_was_changed_after_it_was_read_is_not_published(cast, submitted, translator):
    write(translator, opened(translator, cast.french_action, "ar"), title="سماد")
    submit_draft(user=translator, item=opened(translator, cast.french_action, "ar"))
    item = opened(cast.secretariat, cast.french_action, "ar")
    with pytest.raises(Conflict, match="changed after you opened it"):
        review_draft(user=cast.secretariat, item=item, accepted=["title"], version=submitted.version)


def test_change_takes_the_draft_out_of_review(cast, submitted, translator):
    write(translator, opened(translator, cast.french_action, "ar"), title="سماد")
    page = as_user(cast.secretariat).get(f"/en/translation/review/{submitted.public_id}/")
    assert page.status_code == 404
    with pytest.raises(NotFound):
        waiting.decide(user=cast.secretariat, key=submitted.public_id, decision="accept")


def test_the_secretariat_decides_on_its_desk(cast, submitted, translator):
    [kind] = [kind for kind in waiting_kinds(lambda *a: True, cast.secretariat) if kind.code == "translations"]
    [item] = kind.items(0, 10)
    assert (kind.count(), item.key, str(item.detail)) == (
        1,
        submitted.public_id,
        f"into {own_name('ar')}, by Translator",
    )
    receipt = kind.decide(user=cast.secretariat, key=item.key, decision="accept", reason="", version=item.version)
    assert str(receipt) == "The translation is published."
    assert kind.count() == 0
    assert OutboxMessage.objects.get().kind == "translation.accepted"


def test_what_was_withdrawn_meanwhile_does_not_wait(cast, submitted):
    [kind] = [kind for kind in waiting_kinds(lambda *a: True, cast.secretariat) if kind.code == "translations"]
    archive_action(cast.french_action, user=cast.loos_mayor, reason="Fin")
    refresh(kind_of("action"), [cast.french_action.pk])
    assert (kind.count(), list(kind.items(0, 10)), kind.item(submitted.public_id)) == (0, [], None)
    with pytest.raises(NotFound):
        waiting.decide(user=cast.secretariat, key=submitted.public_id, decision="accept")
    assert TranslationDraft.objects.get().status == "submitted"


def test_the_pile_is_sent_back_as_a_whole(cast, submitted):
    with pytest.raises(ValidationError):
        waiting.decide(user=cast.secretariat, key=submitted.public_id, decision="return", reason=" ")
    waiting.decide(user=cast.secretariat, key=submitted.public_id, decision="return", reason="À revoir")
    assert TranslationDraft.objects.get().status == "open"
    with pytest.raises(NotFound):
        waiting.decide(user=cast.mayor, key=submitted.public_id, decision="accept")


def test_others_do_not_decide_the_pile(cast, submitted):
    with pytest.raises(Refused):
        waiting.decide(user=cast.mayor, key=submitted.public_id, decision="accept")


@pytest.mark.parametrize("number", [1, 3])
def test_the_pile_takes_one_query(number, cast, translator, django_assert_num_queries):
    for language in ["ar", "en", "fr"][:number]:
        Standing.objects.create(
            kind="action", object_id=1, item="abcdefgh", language=language, original_language="de", title={"de": "Titel"},
            state="missing", changed_at="2026-01-05T09:00Z",
        )  # fmt: skip
        TranslationDraft.objects.create(
            kind="action", object_id=1, item="abcdefgh", language=language, title={"fr": "Titre"},
            original_language="fr", status="submitted", submitted_by=translator, submitted_at="2026-01-05T09:00Z",
        )  # fmt: skip
    [kind] = [kind for kind in waiting_kinds(lambda *a: True, cast.secretariat) if kind.code == "translations"]
    with django_assert_num_queries(1):
        assert len(kind.items(0, 10)) == number
