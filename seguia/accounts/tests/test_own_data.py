"""One's own data: a copy of all of it, and its erasure, whatever the others keep."""

import io
import json
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from seguia.accounts import personal_data
from seguia.accounts.models import Erasure, User
from seguia.accounts.services.erasure import apply_erasures, erase_person, erasure_digest, erasures_file
from seguia.accounts.tests.people import PASSWORD, address, app_code, is_signed_in, kinds_of, person, sign_in, with_app
from seguia.actions.models import Action
from seguia.audit.chain import check_chain, seal_waiting_events
from seguia.audit.models import AuditEvent
from seguia.audit.services import record_event
from seguia.core.errors import Refused
from seguia.core.models import SubmittedForm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_file(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def again(client: Any) -> None:
    client.post(address("account_reauthenticate"), {"password": PASSWORD})


def export(client: Any) -> dict[str, Any]:
    answer = client.post(address("account_export"))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="seguia-')
    told: dict[str, Any] = json.loads(b"".join(answer.streaming_content))
    return told


def test_copy_holds_everything_and_no_secret(client: Any) -> None:
    user = with_app(person())
    record_event("actions.action.published", user, actor=user)
    sign_in(client, user)
    client.post(address("mfa_authenticate"), {"code": app_code()})
    again(client)
    told = export(client)
    assert set(told) == {"made_at", *(kind.name for kind in personal_data.personal_data())}
    assert (told["account"]["email"], told["account"]["name"]) == (user.email, "رئيسة الجماعة")
    assert {row["kind"] for row in told["ways_to_sign_in"]} == {"address", "totp", "recovery_codes"}
    assert len(told["sessions"]) == 1
    assert "actions.action.published" in {row["code"] for row in told["deeds"]}
    text = json.dumps(told)
    assert user.password not in text
    assert "secret" not in text
    assert "seed" not in text
    assert AuditEvent.objects.filter(code="accounts.user.exported", actor=user).exists()


def test_copy_is_only_given_after_the_password(client: Any) -> None:
    sign_in(client, person())
    answer = client.post(address("account_export"))
    assert "/reauthenticate/" in answer["Location"]
    given = client.post(answer["Location"], {"password": PASSWORD})
    assert given["Content-Type"].startswith("application/json")


def test_link_alone_gives_nothing(client: Any) -> None:
    sign_in(client, person())
    again(client)
    assert client.get(address("account_export"))["Location"] == address("account_data")


def test_copy_tells_nothing_about_others(client: Any, cast: Any) -> None:
    client.force_login(cast.mayor)
    text = json.dumps(export_of(cast.mayor), default=str)
    for other in (cast.clerk, cast.loos_mayor, cast.secretariat, cast.stranger):
        assert other.email not in text


def export_of(user: User) -> dict[str, Any]:
    return {kind.name: kind.export(user) for kind in personal_data.personal_data()}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_kind_is_explained(client: Any, language: str) -> None:
    assert personal_data.unexplained_kinds() == []
    sign_in(client, person())
    answer = client.get(address("account_data", language))
    assert answer.status_code == 200
    assert len(answer.context["kinds"]) == len(personal_data.personal_data())
    assert all(str(explained.label) and str(explained.why) for explained, _ in answer.context["kinds"])


def test_person_is_erased_for_good(client: Any, django_capture_on_commit_callbacks: Any) -> None:
    user, other = with_app(person()), Client()
    sign_in(other, user)
    other.post(address("mfa_authenticate"), {"code": app_code()})
    SubmittedForm.objects.create(key="k" * 24, user=user, body_hash="0" * 64)
    sign_in(client, user)
    client.post(address("mfa_authenticate"), {"code": app_code(1)})
    again(client)
    assert "for good" in client.get(address("account_erase")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address("account_erase"), {"sure": "on"})
    assert answer.status_code == 302
    assert not is_signed_in(client)
    user.refresh_from_db()
    assert (user.name, user.language, user.is_active, user.has_usable_password()) == ("", "", False, False)
    assert user.email.endswith("@erased.invalid")
    assert str(user) == "Former member"
    assert not kinds_of(user)
    assert not EmailAddress.objects.exists()
    assert not UserSession.objects.exists()
    assert not SubmittedForm.objects.exists()
    assert other.get(address("account_home")).status_code == 302
    assert erasures_file().read_text().split() == list(Erasure.objects.values_list("digest", flat=True))
    sign_in(client, User(email="mayor@example.org"))
    assert not is_signed_in(client)


def test_page_says_what_is_erased_and_what_stays(client: Any) -> None:
    sign_in(client, person())
    again(client)
    answer = client.get(address("account_erase"))
    assert "Your account" in {str(kind.label) for kind in answer.context["erased"]}
    assert answer.context["kept"] == []
    record_event("actions.action.saved", User.objects.get(), actor=User.objects.get())
    answer = client.get(address("account_erase"))
    assert {str(kind.label) for kind in answer.context["kept"]} == {"Your deeds in the record"}


def test_nothing_is_erased_without_the_tick(client: Any) -> None:
    user = person()
    sign_in(client, user)
    again(client)
    answer = client.post(address("account_erase"), {})
    assert (answer.status_code, "Nothing was erased" in answer.content.decode()) == (400, True)
    user.refresh_from_db()
    assert user.is_active


def test_password_is_asked_before(client: Any) -> None:
    user = person()
    sign_in(client, user)
    assert "/reauthenticate/" in client.post(address("account_erase"), {"sure": "on"})["Location"]
    user.refresh_from_db()
    assert user.erased_at is None


def test_person_without_password_must_have_signed_in_a_moment_ago(client: Any) -> None:
    user = person()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert "for good" in client.get(address("account_erase")).content.decode()
    User.objects.update(last_login=timezone.now() - timezone.timedelta(minutes=11))
    answer = client.post(address("account_erase"), {"sure": "on"})
    assert "sign in again" in answer.content.decode()
    user.refresh_from_db()
    assert user.erased_at is None


def test_last_of_the_secretariat_is_refused(client: Any) -> None:
    user = person("secretariat", is_staff=True)
    sign_in(client, user)
    again(client)
    answer = client.post(address("account_erase"), {"sure": "on"})
    assert (answer.status_code, "Nothing was erased" in answer.content.decode()) == (403, True)
    person("second", is_staff=True)
    erase_person(user=user)
    user.refresh_from_db()
    assert (user.is_staff, user.is_active) == (False, False)


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_people_of_the_demonstration_stay_for_the_next_visitor(settings: Any, is_demonstration: bool) -> None:
    settings.DEMONSTRATION = is_demonstration
    user = User.objects.create_user("mayor-chefchaouen@demonstration.invalid")
    if is_demonstration:
        with pytest.raises(Refused, match="Nothing was erased"):
            erase_person(user=user)
    else:
        erase_person(user=user)
    user.refresh_from_db()
    assert user.is_active is is_demonstration


def test_inactive_colleague_does_not_count() -> None:
    user = person("secretariat", is_staff=True)
    person("former", is_staff=True, is_active=False)
    with pytest.raises(Refused):
        erase_person(user=user)


def test_sheets_of_the_town_stay(cast: Any) -> None:
    before = set(Action.objects.values_list("public_id", flat=True))
    erase_person(user=cast.mayor)
    assert set(Action.objects.values_list("public_id", flat=True)) == before


def test_last_representative_is_warned(client: Any, cast: Any) -> None:
    assert any("جماعة شفشاون" in str(w) or "Chefchaouen" in str(w) for w in personal_data.erasure_warnings(cast.mayor))
    assert personal_data.erasure_warnings(cast.clerk) == []
    assert personal_data.erasure_warnings(cast.stranger) == []


@pytest.mark.parametrize("who", ["mayor", "clerk", "loos_mayor", "stranger", "secretariat"])
def test_no_table_names_an_erased_person(cast: Any, who: str) -> None:
    """Whatever app keeps it: after the erasure neither address nor name stands anywhere in the database."""
    user = getattr(cast, who)
    person("another", is_staff=True)
    record_event("actions.action.published", cast.draft, actor=user)
    canary = re.compile(rf"(?<![\w.]){re.escape(user.email)}")
    assert canary.search(everything())
    erase_person(user=user)
    assert not canary.search(everything())
    again_erased = User.objects.get(pk=user.pk)
    assert again_erased.deed_ref is None


def everything() -> str:
    rows = [
        str(list(model._base_manager.values()))
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    ]
    return "\n".join(rows)


def test_record_stays_whole_without_the_person(cast: Any) -> None:
    for number in range(3):
        record_event("actions.action.saved", cast.draft, actor=cast.mayor, version=number)
    seal_waiting_events()
    deeds = set(AuditEvent.objects.filter(actor=cast.mayor).values_list("pk", flat=True))
    reference = cast.mayor.deed_ref
    erase_person(user=cast.mayor)
    seal_waiting_events()
    assert check_chain().is_whole
    kept = AuditEvent.objects.filter(pk__in=deeds)
    assert kept.count() == len(deeds)
    assert {event.actor for event in kept} == {None}
    assert set(kept.values_list("person_ref", flat=True)) == {reference}
    assert not User.objects.filter(deed_ref=reference).exists()


def test_erasing_twice_is_one_erasure() -> None:
    user = person()
    erase_person(user=user)
    erase_person(user=user)
    assert Erasure.objects.count() == 1
    assert AuditEvent.objects.filter(code="accounts.user.erased").count() == 1


def restored(user: User) -> None:
    """As a backup from before brings it back."""
    User.objects.filter(pk=user.pk).update(
        email="mayor@example.org", name="رئيسة الجماعة", is_active=True, erased_at=None, deed_ref="a" * 32
    )


@pytest.mark.parametrize("way", ["file", "table"])
def test_backup_that_was_restored_is_erased_again(way: str, django_capture_on_commit_callbacks: Any) -> None:
    user, other = person(), person("other")
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(user=user)
    restored(user)
    if way == "file":
        Erasure.objects.all().delete()
    else:
        erasures_file().unlink()
    out = io.StringIO()
    call_command("erasures", "apply", stdout=out)
    assert "1 people were erased again" in out.getvalue()
    assert "mayor@example.org" not in everything()
    other.refresh_from_db()
    assert other.is_active


def test_strange_lines_of_the_file_erase_nobody() -> None:
    person()
    assert apply_erasures(["", "x", "0" * 64]) == 0


def test_list_is_printed_and_a_missing_file_named() -> None:
    user = person()
    digest = erasure_digest(user)
    erase_person(user=user)
    out = io.StringIO()
    call_command("erasures", "list", stdout=out)
    assert out.getvalue().split() == [digest]
    assert re.fullmatch("[0-9a-f]{64}", digest)
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erasures", "apply", "--file", "no-such-file")


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="two at once need two connections: PostgreSQL")
def test_two_last_members_do_not_erase_each_other_at_once() -> None:
    people = [person("one", is_staff=True), person("two", is_staff=True)]
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def erase(user: User) -> None:
        try:
            barrier.wait(10)
            erase_person(user=user)
            outcomes.append("erased")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=erase, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["erased", "refused"]
