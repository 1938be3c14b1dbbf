"""How allauth behaves here: nobody signs up by himself; mails name our network and lead to our origin only."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from seguia.core.languages import current_language


def network_name() -> str:
    """The network's name in the language of the reader."""
    return settings.NETWORK_NAME.get(current_language()) or next(iter(settings.NETWORK_NAME.values()))


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

    def format_email_subject(self, subject: str) -> str:
        """The network's name goes before the subject."""
        return f"[{network_name()}] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every link of a mail leads to our own origin, and its site is the network."""
        site = SimpleNamespace(name=network_name(), domain=urlsplit(settings.SITE_URL).netloc)
        told = {name: on_our_origin(value) for name, value in context.items()}
        super().send_mail(template_prefix, email, {"current_site": site, **told})
