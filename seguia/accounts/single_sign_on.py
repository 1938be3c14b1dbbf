"""Single sign-on by OpenID Connect: it opens an account that exists, it makes none, and it takes none over.

A provider's account opens one here when it was connected on the account page, or when the operator trusts the
provider's addresses (`trust_email`) and the provider says that this one is verified.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Accounts are made by invitation, whoever vouches for the person."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Closed: the page says how to connect an account that exists."""
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Only for a provider that the operator trusts, and only for an address that was proved here as well:
        somebody who was invited and never came may not be impersonated by a provider's mistake."""
        if not super().can_authenticate_by_email(login, email) or not _says_verified(login.account.extra_data):
            return False
        return bool(EmailAddress.objects.filter(email__iexact=email, verified=True).exists())


def _says_verified(told: dict[str, Any]) -> bool:
    """Some providers write "false" as a word, which is no false: only what surely means yes counts."""
    parts = [told, *(part for part in told.values() if isinstance(part, dict))]
    answers = [part["email_verified"] for part in parts if "email_verified" in part]
    return bool(answers) and all(answer is True or answer == "true" for answer in answers)


def sign_on_buttons(request: HttpRequest) -> list[dict[str, Any]]:
    """Name and address of each provider; no query, and nothing at all where none is configured."""
    if not settings.OIDC_APPS:
        return []
    providers = get_adapter().list_providers(request)
    return [{"name": provider.name, "url": provider.get_login_url(request)} for provider in providers]
