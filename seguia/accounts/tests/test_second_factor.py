"""The second factor: asked for, encrypted, and demanded of the secretariat where the network wants it."""

import io
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from seguia.accounts.tests.people import (
    APP_SECRET,
    PASSWORD,
    address,
    app_code,
    code_in,
    is_signed_in,
    kinds_of,
    mails,
    person,
    sign_in,
    with_app,
)

pytestmark = pytest.mark.django_db


def test_app_is_set_up_with_recovery_codes(client: Any, django_capture_on_commit_callbacks: Any) -> None:
    user = person()
    sign_in(client, user)
    client.post(address("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(address("mfa_activate_totp"))
    assert "data:image/svg+xml" in page.content.decode()
    session = client.session
    session["mfa.totp.secret"] = APP_SECRET
    session.save()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address("mfa_activate_totp"), {"code": app_code()}, follow=True)
    assert kinds_of(user) == {"totp", "recovery_codes"}
    assert answer.status_code == 200
    assert len(answer.context["unused_codes"]) == 10
    assert any("was added to your account" in str(mail.body) for mail in mails())
    saved = client.get(address("mfa_download_recovery_codes"))
    assert answer.context["unused_codes"][0] in saved.content.decode()


def test_password_alone_does_not_open(client: Any) -> None:
    user = with_app(person())
    answer = sign_in(client, user)
    assert answer["Location"] == address("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get(answer["Location"]).status_code == 200
    client.post(answer["Location"], {"code": "000000"})
    assert not is_signed_in(client)
    client.post(answer["Location"], {"code": app_code()})
    assert is_signed_in(client)


def test_recovery_code_opens_once(client: Any) -> None:
    user = with_app(person())
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (True, False):
        sign_in(client, user)
        client.post(address("mfa_authenticate"), {"code": code})
        assert is_signed_in(client) is expected
        client.post(address("account_logout"))


def test_code_by_mail_does_not_go_round_it(client: Any) -> None:
    user = with_app(person())
    page = client.post(address("account_request_login_code"), {"email": user.email})
    answer = client.post(page["Location"], {"code": code_in(mails()[0])})
    assert answer["Location"] == address("mfa_authenticate")
    assert not is_signed_in(client)


def test_secret_is_encrypted_in_the_database() -> None:
    user = with_app(person())
    stored = str(list(Authenticator.objects.filter(user=user).values_list("data", flat=True)))
    assert APP_SECRET not in stored
    assert Authenticator.objects.get(user=user, type="totp").wrap().validate_code(app_code())


def test_secret_survives_a_new_key_that_knows_the_old(settings: Any) -> None:
    kept = get_adapter().encrypt("شفشاون")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert get_adapter().decrypt(kept) == "شفشاون"
    settings.SECRET_KEY_FALLBACKS = []
    assert get_adapter().decrypt(kept) != "شفشاون"


def test_pages_of_factors_speak_every_language(client: Any) -> None:
    user = with_app(person())
    sign_in(client, user)
    client.post(address("mfa_authenticate"), {"code": app_code()})
    client.post(address("account_reauthenticate"), {"password": PASSWORD})
    names = ["mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]
    for language in ("ar", "fr", "en"):
        for name in [*names, "mfa_reauthenticate", "account_reauthenticate"]:
            answer = client.get(address(name, language))
            assert answer.status_code == 200, name
            assert f'<html lang="{language}"' in answer.content.decode()


def test_taking_it_away_asks_again_who_it_is(client: Any) -> None:
    user = with_app(person())
    sign_in(client, user)
    client.post(address("mfa_authenticate"), {"code": app_code()})
    answer = client.post(address("mfa_deactivate_totp"))
    assert "reauthenticate" in answer["Location"]
    assert "totp" in kinds_of(user)
    client.post(address("account_reauthenticate"), {"password": PASSWORD})
    client.post(address("mfa_deactivate_totp"))
    assert kinds_of(user) == set()


@pytest.mark.parametrize(
    "credential", ["", "x", "{}", "[]", '{"id": 1}', '{"response": {}}', "null", '"é"', "[" * 2000]
)
@pytest.mark.parametrize("name", ["mfa_login_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn"])
def test_passkey_that_is_none_opens_nothing(client: Any, name: str, credential: str) -> None:
    user = person()
    if name != "mfa_login_webauthn":
        sign_in(client, user)
        client.post(address("account_reauthenticate"), {"password": PASSWORD})
        client.get(address(name))
    else:
        client.get(address(name), headers={"accept": "application/json"})
    answer = client.post(address(name), {"credential": credential})
    assert answer.status_code < 500
    assert kinds_of(user) == set()
    assert is_signed_in(client) == (name != "mfa_login_webauthn")


@pytest.fixture
def demanding(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR_FOR_STAFF = True


def test_secretariat_is_sent_to_set_one_up(client: Any, demanding: None) -> None:
    user = person("secretariat", is_staff=True)
    sign_in(client, user)
    answer = client.get("/fr/desk/")
    assert answer["Location"] == address("mfa_index", "fr")
    assert client.get(answer["Location"]).status_code == 200
    assert client.post("/fr/desk/").status_code == 403
    assert client.get("/api/v1/actions").status_code == 403
    with_app(user)
    assert client.get("/fr/desk/").status_code == 200


def test_others_are_not(client: Any, demanding: None) -> None:
    assert client.get("/fr/about/").status_code == 200
    sign_in(client, person())
    assert client.get("/fr/about/").status_code == 200


def test_nobody_is_where_the_network_does_not_want_it(client: Any) -> None:
    sign_in(client, person("secretariat", is_staff=True))
    assert client.get("/fr/desk/").status_code == 200


def test_whoever_lost_everything_is_helped_and_told(client: Any) -> None:
    user, out = with_app(person()), io.StringIO()
    call_command("second_factor", "remove", "Mayor@Example.org", stdout=out)
    assert out.getvalue().strip() == "2 second factors were taken away"
    assert kinds_of(user) == set()
    sign_in(client, user)
    assert is_signed_in(client)
    assert any("The secretariat took" in str(mail.body) for mail in mails())
    with pytest.raises(CommandError, match="Nobody has this address"):
        call_command("second_factor", "remove", "nobody@example.org")
