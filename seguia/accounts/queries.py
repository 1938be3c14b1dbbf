"""Reads about a person's own account."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from seguia.accounts.models import User


def person_with_address(email: str) -> User | None:
    """The active person with exactly this address, whatever its capitals."""
    return User.objects.filter(email=email.lower(), is_active=True).first()


def has_second_factor(user: User) -> bool:
    """Whether a passkey or an app is set up. One query."""
    kinds = [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP]
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


@dataclass(frozen=True)
class Keys:
    """What a person signs in with."""

    passkeys: list[Any]
    has_app: bool
    unused_recovery_codes: int
    sign_ons: int

    @property
    def has_second_factor(self) -> bool:
        """Whether signing in asks for more than the password or code."""
        return bool(self.passkeys) or self.has_app


def keys_of(user: User) -> Keys:
    """Two queries."""
    rows = list(Authenticator.objects.filter(user=user).order_by("pk"))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return Keys(
        passkeys=[row.wrap() for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        has_app=any(row.type == Authenticator.Type.TOTP for row in rows),
        unused_recovery_codes=len(codes.wrap().get_unused_codes()) if codes else 0,
        sign_ons=SocialAccount.objects.filter(user=user).count(),
    )


def open_sessions(user: User) -> list[UserSession]:
    """Where the person is signed in, the latest first; what has ended or run out is not among them. Two queries."""
    rows = list(UserSession.objects.filter(user=user).order_by("-created_at"))
    keys = [row.session_key for row in rows]
    alive = set(
        Session.objects.filter(pk__in=keys, expire_date__gt=timezone.now()).values_list("session_key", flat=True)
    )
    return [row for row in rows if row.session_key in alive]


def is_last_of_secretariat(user: User) -> bool:
    """Whether nobody else could run the network."""
    return user.is_staff and not User.objects.filter(is_staff=True, is_active=True).exclude(pk=user.pk).exists()
