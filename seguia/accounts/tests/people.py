"""What several tests of accounts need: people who can sign in, and the mails that were sent to them."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from seguia.accounts.models import User
from seguia.notifications.delivery import deliver_due

PASSWORD = "a long secret"
APP_SECRET = "JBSWY3DPEHPK3PXP"


def person(login: str = "mayor", **fields: Any) -> User:
    """Somebody whose address is proved."""
    user = User.objects.create_user(f"{login}@example.org", PASSWORD, **{"name": "رئيسة الجماعة", **fields})
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def address(name: str, language: str = "en", *args: Any) -> str:
    """Of a page in a language."""
    with override(language):
        return reverse(name, args=args)


def mails() -> list[Any]:
    """What the outbox holds is sent, as the worker does."""
    deliver_due()
    return mail.outbox


def code_in(message: Any) -> str:
    """The one-time code of a mail."""
    found = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(message.body), re.MULTILINE)
    assert found, message.body
    return found.group()


def sign_in(client: Any, user: User, password: str = PASSWORD) -> Any:
    """By address and password."""
    return client.post(address("account_login"), {"login": user.email, "password": password})


def is_signed_in(client: Any) -> bool:
    """Whether this browser is somebody."""
    return "_auth_user_id" in client.session


def with_app(user: User) -> User:
    """The person has an app that makes codes, and recovery codes."""
    TOTP.activate(user, APP_SECRET)
    RecoveryCodes.activate(user)
    return user


def app_code(shift: int = 0) -> str:
    """What the app shows now, or so many steps of 30 seconds later."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(APP_SECRET, counter + shift))


def kinds_of(user: User) -> set[str]:
    """Which second factors are stored."""
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
