"""How allauth behaves here: nobody signs up by himself; links go to the configured origin only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation; addresses in mails never follow the Host header."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: an account is made by invitation."""
        return False

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: object) -> str:
        """The link a mail carries, on our own origin."""
        path = super().get_email_confirmation_url(request, emailconfirmation).split("//", 1)[-1].split("/", 1)[-1]
        return f"{settings.SITE_URL}/{path}"
