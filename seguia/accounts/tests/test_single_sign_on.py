"""Single sign-on: off unless configured; it opens what was connected, makes no account and takes none over."""

import json
from typing import Any

import environ
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

from seguia.accounts.models import User
from seguia.accounts.tests.people import PASSWORD, address, is_signed_in, person, sign_in
from seguia.config.settings.signing_in import oidc_apps

pytestmark = pytest.mark.django_db
SERVER = "https://identity.example.org/realms/towns"
ENGLISH = {"accept-language": "en"}
CONFIG = {
    "issuer": SERVER,
    "authorization_endpoint": f"{SERVER}/authorize",
    "token_endpoint": f"{SERVER}/token",
    "userinfo_endpoint": f"{SERVER}/userinfo",
    "jwks_uri": f"{SERVER}/jwks",
}


def configured(settings: Any, **more: Any) -> None:
    provider = {"id": "state", "name": "هوية الدولة", "server_url": SERVER, "client_id": "seguia", "secret": "s"}
    settings.OIDC_APPS = oidc_apps(json.dumps([{**provider, **more}]))
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.OIDC_APPS}}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the provider says of the person, without a network."""
    userinfo: dict[str, Any] = {"sub": "42", "email": "mayor@example.org", "email_verified": True, "name": "خديجة"}
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", CONFIG)
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "_fetch_user_info", lambda self, token: userinfo)
    monkeypatch.setattr(
        "allauth.socialaccount.providers.oauth2.client.OAuth2Client.get_access_token",
        lambda self, code, pkce_code_verifier=None, extra_data=None: {"access_token": "token", "token_type": "bearer"},
    )
    return userinfo


def come_back(client: Any, process: str = "login") -> Any:
    """Press the button, sign in over there, come back."""
    sent = client.post(f"/sign-on/oidc/state/login/?process={process}")
    assert sent.status_code == 302
    assert sent["Location"].startswith(f"{SERVER}/authorize?")
    state = dict(part.split("=") for part in sent["Location"].split("?")[1].split("&"))["state"]
    return client.get(
        "/sign-on/oidc/state/login/callback/", {"state": state, "code": "c"}, follow=True, headers=ENGLISH
    )


def test_no_button_where_nothing_is_configured(client: Any) -> None:
    assert "sign-on/oidc" not in client.get(address("account_login")).content.decode()
    assert client.get("/sign-on/oidc/state/login/").status_code == 404


def test_button_names_the_provider(client: Any, settings: Any) -> None:
    configured(settings)
    text = client.get(address("account_login", "ar")).content.decode()
    assert "هوية الدولة" in text
    assert 'action="/sign-on/oidc/state/login/"' in text


def test_request_carries_a_challenge_and_nothing_starts_by_a_link(client: Any, settings: Any, told: Any) -> None:
    configured(settings)
    assert client.get("/sign-on/oidc/state/login/").status_code == 200
    sent = client.post("/sign-on/oidc/state/login/")
    assert "code_challenge=" in sent["Location"]


def test_unknown_person_gets_no_account(client: Any, settings: Any, told: dict[str, Any]) -> None:
    configured(settings, trust_email=True)
    told["email"] = "nobody@example.org"
    answer = come_back(client)
    assert answer.status_code == 200
    assert "no account here is connected" in answer.content.decode()
    assert not is_signed_in(client)
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("trust", "verified", "proved_here", "opens"),
    [
        (True, True, True, True),
        (True, "true", True, True),
        (False, True, True, False),
        (True, False, True, False),
        (True, "false", True, False),
        (True, None, True, False),
        (True, True, False, False),
    ],
)
def test_address_opens_only_when_everybody_vouches_for_it(
    client: Any, settings: Any, told: dict[str, Any], trust: bool, verified: Any, proved_here: bool, opens: bool
) -> None:
    configured(settings, trust_email=trust)
    user = person()
    EmailAddress.objects.update(verified=proved_here)
    told.pop("email_verified") if verified is None else told.update(email_verified=verified)
    come_back(client)
    assert is_signed_in(client) is opens
    assert SocialAccount.objects.filter(user=user).exists() is opens
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_connected_on_the_account_page_it_opens_whatever_the_address(
    client: Any, settings: Any, told: dict[str, Any]
) -> None:
    configured(settings)
    user = person()
    told["email"] = "other@ministry.example"
    sign_in(client, user)
    client.post(address("account_reauthenticate"), {"password": PASSWORD})
    come_back(client, "connect")
    assert SocialAccount.objects.get().user == user
    client.post(address("account_logout"))
    come_back(client)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get(address("socialaccount_connections", "ar")).status_code == 200


def test_connected_with_somebody_it_is_not_connected_with_another(
    client: Any, settings: Any, told: dict[str, Any]
) -> None:
    configured(settings)
    owner, other = person(), person("other")
    SocialAccount.objects.create(user=owner, provider="state", uid="42")
    sign_in(client, other)
    client.post(address("account_reauthenticate"), {"password": PASSWORD})
    come_back(client, "connect")
    assert SocialAccount.objects.get().user == owner


def test_answer_that_was_not_asked_for_opens_nothing(client: Any, settings: Any, told: dict[str, Any]) -> None:
    configured(settings, trust_email=True)
    person()
    for query in ({}, {"code": "c"}, {"state": "made-up", "code": "c"}, {"error": "access_denied"}):
        answer = client.get("/sign-on/oidc/state/login/callback/", query, follow=True)
        assert answer.status_code < 500
    assert not is_signed_in(client)


@pytest.mark.parametrize("given", ["{", "3", '[{"id": "x"}]', '["x"]', '{"id": "x"}'])
def test_faulty_setting_stops_the_start_and_is_named(given: str) -> None:
    with pytest.raises(environ.ImproperlyConfigured, match="OIDC_PROVIDERS must be"):
        oidc_apps(given)


def test_trust_is_only_given_in_so_many_words() -> None:
    provider = {"id": "a", "name": "A", "server_url": "https://a/", "client_id": "c", "secret": "s"}
    for given, trusted in [(True, True), ("true", False), (1, False), (None, False)]:
        app = oidc_apps(json.dumps([{**provider, "trust_email": given}]))[0]
        assert app["settings"]["email_authentication"] is trusted
