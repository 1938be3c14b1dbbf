"""Second factors: passkeys and codes of an app, their secrets encrypted, and the secretariat made to have one."""

import base64
import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from seguia.accounts.network import network_name
from seguia.accounts.queries import has_second_factor
from seguia.ui.errors import error_response

Handler = Callable[[HttpRequest], HttpResponse]


def _cipher() -> MultiFernet:
    """Keys made from the installation's secret, the present one first."""
    secrets = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"seguia second factor " + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class MFAAdapter(DefaultMFAAdapter):
    """A copy of the database opens no account: what makes codes is encrypted with a key that is not in it."""

    def encrypt(self, text: str) -> str:
        """As it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """As it is used; nothing that fits any code when the installation's secret was lost."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(hashlib.sha256(encrypted_text.encode()).digest()).decode().rstrip("=")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """In production a passkey belongs to the configured origin, whatever host the request named."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        host = urlsplit(settings.SITE_URL).hostname if settings.PRODUCTION else None
        return {"id": host or entity["id"], "name": network_name()}

    def _get_site_name(self) -> str:
        return network_name()

    def generate_authenticator_name(self, user: object, type: Authenticator.Type) -> str:  # noqa: A002 -- allauth's name
        """A name one can tell apart; people may change it."""
        return str(_("Passkey of %(network)s") % {"network": network_name()})


class SecondFactorMiddleware:
    """With `REQUIRE_SECOND_FACTOR_FOR_STAFF` the secretariat first sets one up; its account pages stay open for that."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.REQUIRE_SECOND_FACTOR_FOR_STAFF or not self._is_missing(request):
            return self.get_response(request)
        if request.method in {"GET", "HEAD"} and not request.path_info.startswith("/api/"):
            messages.info(request, _("The secretariat's accounts need a second factor. Set up a passkey or an app."))
            return HttpResponseRedirect(reverse("mfa_index"))
        words = _("This account needs a second factor first. Nothing was saved; set one up on your account page.")
        return error_response(request, 403, "second_factor_missing", words)

    def _is_missing(self, request: HttpRequest) -> bool:
        user = request.user
        if not (user.is_authenticated and user.is_staff) or self._is_always_open(request.path_info):
            return False
        return not has_second_factor(user)

    def _is_always_open(self, path: str) -> bool:
        own = reverse("account_home")
        return path.startswith((own, settings.STATIC_URL, "/sign-on/"))
