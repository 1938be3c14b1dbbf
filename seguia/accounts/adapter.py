"""How allauth behaves here: nobody signs up by himself; mails go through the outbox and lead to our origin only."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

from seguia.accounts import mailing
from seguia.accounts.models import User
from seguia.accounts.queries import person_with_address
from seguia.accounts.recording import record

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 -- no address to listen on, only the word for none
RECORDED = {
    "password_changed": "accounts.user.password_changed",
    "password_reset": "accounts.user.password_changed",
    "password_set": "accounts.user.password_changed",
    "email_changed": "accounts.user.address_changed",
    "totp_activated": "accounts.user.second_factor_added",
    "webauthn_added": "accounts.user.second_factor_added",
    "totp_deactivated": "accounts.user.second_factor_removed",
    "webauthn_removed": "accounts.user.second_factor_removed",
    "account_connected": "accounts.user.sign_on_connected",
    "account_disconnected": "accounts.user.sign_on_disconnected",
}
"""What allauth tells people by mail and the record of deeds keeps."""


def on_our_origin(value: Any) -> Any:
    """An absolute address on the configured origin, whatever host the request named; other values as they are."""
    if not (isinstance(value, str) and value.startswith(("http://", "https://"))):
        return value
    parts = urlsplit(value)
    return settings.SITE_URL + parts._replace(scheme="", netloc="").geturl()


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation; nothing in a mail ever follows the Host header."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: an account is made by invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox: with the same retries as every mail, in the language in which the person is reading."""
        facts = {name: on_our_origin(value) for name, value in context.items()}
        if mail := mailing.mail_of(template_prefix, self._recipient(email), facts):
            mailing.send(mail)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """A change to how somebody signs in is told to them, and written into the record."""
        if code := RECORDED.get(template_prefix.rsplit("/", 1)[-1]):
            record(code, user, actor=user)
        super().send_notification_mail(template_prefix, user, context, email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """For rate limits and the list of sessions; behind a socket that names nobody, all count as one."""
        try:
            return str(super().get_client_ip(request))
        except (PermissionDenied, ImproperlyConfigured):
            return UNKNOWN_ADDRESS

    def _recipient(self, email: str) -> User | str:
        """The person, whose address is then read when the mail is sent; an address that is nobody's as it is."""
        return person_with_address(email) or email
