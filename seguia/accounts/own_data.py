"""The account's own part of a person's export and erasure."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from seguia.accounts.models import User
from seguia.accounts.personal_data import explain_personal_data, register_personal_data
from seguia.core.models import SubmittedForm


def register() -> None:
    """First in every export."""
    register_personal_data("account", export=_account, erase=_erase_account)
    explain_personal_data(
        "account",
        label=_("Your account"),
        why=_("Your name, address and language, so that you can sign in and be written to. Erased at once."),
    )
    register_personal_data("ways_to_sign_in", export=_ways_to_sign_in, erase=_erase_ways)
    explain_personal_data(
        "ways_to_sign_in",
        label=_("Ways to sign in"),
        why=_("Passkeys, apps and single sign-on, so that only you get in. Erased at once."),
    )
    register_personal_data("sessions", export=_sessions, erase=_erase_sessions)
    explain_personal_data(
        "sessions",
        label=_("Where you are signed in"),
        why=_("Network address and browser, so that you can notice a stranger. Forgotten when the session ends."),
    )


def _account(user: User) -> dict[str, Any]:
    names = ("email", "name", "language", "is_staff", "joined_at", "last_login")
    return {name: getattr(user, name) for name in names}


def _erase_account(user: User) -> None:
    """The fields are emptied by the erasure itself; what is left is the memory of forms sent twice."""
    SubmittedForm.objects.filter(user=user).delete()


def _ways_to_sign_in(user: User) -> list[dict[str, Any]]:
    """What exists, never what opens: no secret leaves the house."""
    addresses = [
        {"kind": "address", "email": row.email, "is_proved": row.verified}
        for row in EmailAddress.objects.filter(user=user).order_by("pk")
    ]
    factors = [
        {
            "kind": row.type,
            "name": getattr(row.wrap(), "name", ""),
            "added_at": row.created_at,
            "last_used_at": row.last_used_at,
        }
        for row in Authenticator.objects.filter(user=user).order_by("pk")
    ]
    sign_ons = [
        {"kind": "single_sign_on", "provider": row.provider, "identifier": row.uid, "told_us": row.extra_data}
        for row in SocialAccount.objects.filter(user=user).order_by("pk")
    ]
    return [*addresses, *factors, *sign_ons]


def _erase_ways(user: User) -> None:
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()


def _sessions(user: User) -> list[dict[str, Any]]:
    rows = UserSession.objects.filter(user=user).order_by("pk")
    return [{"since": row.created_at, "network_address": row.ip, "browser": row.user_agent} for row in rows]


def _erase_sessions(user: User) -> None:
    get_adapter().end_sessions(list(UserSession.objects.filter(user=user)))
