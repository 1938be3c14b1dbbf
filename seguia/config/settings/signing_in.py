"""How people sign in: address and password or code, passkeys, an app's codes, single sign-on of their administration."""

import json
from datetime import timedelta
from typing import Any

import environ

from seguia.config.settings.environment import DEMONSTRATION, PRODUCTION, env

LOGIN_REDIRECT_URL = "portal:my-town"
LOGOUT_REDIRECT_URL = "portal:home"
LOGIN_URL = "account_login"
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=24).total_seconds())
"""Seconds for which the link of a mail opens."""
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "seguia.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
"""Seconds: a mail may take a while to reach a village."""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
"""Whoever has no account gets no mail: our sign-in page must not be a way to write to strangers."""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int("SEGUIA_TRUSTED_PROXIES", default=1 if PRODUCTION else 0)
"""How many proxies of ours stand before the pages: the address of a visitor is taken from what they add."""

MFA_ADAPTER = "seguia.accounts.second_factor.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "seguia.accounts.passkey_forms.AddPasskeyForm",
    "authenticate_webauthn": "seguia.accounts.passkey_forms.AuthenticatePasskeyForm",
    "edit_webauthn": "seguia.accounts.passkey_forms.RenamePasskeyForm",
    "login_webauthn": "seguia.accounts.passkey_forms.LoginPasskeyForm",
    "reauthenticate_webauthn": "seguia.accounts.passkey_forms.ReauthenticatePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = DEMONSTRATION
"""The people of the demonstration have addresses that do not exist, and may try second factors all the same."""
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
"""Passkeys on http://localhost, where browsers allow them."""
REQUIRE_SECOND_FACTOR_FOR_STAFF: bool = env.bool("REQUIRE_SECOND_FACTOR_FOR_STAFF", default=False)
"""The secretariat works only after a second factor was set up."""


def oidc_apps(given: str) -> list[dict[str, Any]]:
    """`OIDC_PROVIDERS` as allauth wants it. Raises ImproperlyConfigured, saying what is wrong."""
    try:
        providers = json.loads(given or "[]")
        return [_oidc_app(provider) for provider in providers]
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise environ.ImproperlyConfigured(
            "OIDC_PROVIDERS must be a JSON list of objects with id, name, server_url, client_id and secret: "
            f"{type(error).__name__} {error}"
        ) from error


def _oidc_app(provider: dict[str, Any]) -> dict[str, Any]:
    trusted = provider.get("trust_email", False) is True
    return {
        "provider_id": provider["id"],
        "name": provider["name"],
        "client_id": provider["client_id"],
        "secret": provider["secret"],
        "settings": {
            "server_url": provider["server_url"].rstrip("/"),
            "email_authentication": trusted,
            "oauth_pkce_enabled": provider.get("pkce", True) is True,
        },
    }


OIDC_APPS: list[dict[str, Any]] = oidc_apps(env.str("OIDC_PROVIDERS", default=""))
"""Single sign-on: nobody's unless configured. `trust_email`: the provider's verified address opens the account here."""
SOCIALACCOUNT_ADAPTER = "seguia.accounts.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"APPS": OIDC_APPS}}
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_QUERY_EMAIL = True
