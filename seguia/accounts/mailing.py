"""Mails about an account: what they say, and the way to the outbox, which stands a floor above and registers itself.

Facts are kept until the mail is sent, in the recipient's language; `SECRETS` among them are blanked after that.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.accounts.models import User
from seguia.accounts.network import network_name
from seguia.core import formats
from seguia.core.addresses import absolute

SECRETS = frozenset({"code", "link"})
"""Facts with which somebody could sign in."""
KINDS = {
    "accounts.login_code": gettext_lazy("Code to sign in"),
    "accounts.address_code": gettext_lazy("Code that proves an address"),
    "accounts.password_link": gettext_lazy("Link to choose a new password"),
    "accounts.address_taken": gettext_lazy("Somebody tried to use your address"),
    "accounts.security_notice": gettext_lazy("A change to how you sign in"),
}
_KIND_OF_PREFIX = {
    "login_code": "accounts.login_code",
    "email_confirmation": "accounts.address_code",
    "email_confirmation_signup": "accounts.address_code",
    "password_reset_key": "accounts.password_link",
    "account_already_exists": "accounts.address_taken",
}
CHANGES = {
    "password_changed": gettext_lazy("Your password was changed."),
    "password_reset": gettext_lazy("Your password was changed by a link from a mail."),
    "password_set": gettext_lazy("A password was set for your account."),
    "email_changed": gettext_lazy("The address of your account was changed. This old address opens it no longer."),
    "email_confirm": gettext_lazy("The address of your account was proved by a code."),
    "email_deleted": gettext_lazy("An address was taken away from your account."),
    "totp_activated": gettext_lazy("An app that makes codes was added to your account."),
    "totp_deactivated": gettext_lazy("The app that makes codes was taken away from your account."),
    "webauthn_added": gettext_lazy("A passkey was added to your account."),
    "webauthn_removed": gettext_lazy("A passkey was taken away from your account."),
    "second_factor_removed": gettext_lazy("The secretariat took your passkeys and apps away, as you had asked."),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made for your account; the old ones are void."),
    "account_connected": gettext_lazy("A single sign-on was connected with your account."),
    "account_disconnected": gettext_lazy("A single sign-on was taken away from your account."),
}


@dataclass(frozen=True)
class AccountMail:
    """A mail to be put into the outbox."""

    kind: str
    to: User | str
    """A person, or an address that is not (yet) theirs."""
    facts: Mapping[str, Any]


Sender = Callable[[AccountMail], object]
_SENDERS: list[Sender] = []


def register_sender(sender: Sender) -> None:
    """The outbox tells how it takes mails."""
    _SENDERS[:] = [sender]


def send(mail: AccountMail) -> None:
    """Hand over to the outbox. Raises RuntimeError when there is none: nobody must wait for a mail in vain."""
    if not _SENDERS:
        raise RuntimeError("no sender of account mails is registered")
    _SENDERS[0](mail)


def mail_of(prefix: str, to: User | str, context: Mapping[str, Any]) -> AccountMail | None:
    """allauth's mail as ours; None for one that we do not send."""
    name = prefix.rsplit("/", 1)[-1]
    now = timezone.now()
    if name in CHANGES:
        return AccountMail("accounts.security_notice", to, {"what": name, "at": now.isoformat()})
    kind = _KIND_OF_PREFIX.get(name)
    if kind is None:
        return None
    facts: dict[str, Any] = {}
    if code := context.get("code"):
        facts = {"code": str(code), "until": _after(now, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)}
    elif link := context.get("password_reset_url"):
        facts = {"link": str(link), "until": _after(now, settings.PASSWORD_RESET_TIMEOUT)}
    return AccountMail(kind, to, {} if kind == "accounts.address_taken" else facts)


def _after(now: datetime.datetime, seconds: int) -> str:
    return (now + datetime.timedelta(seconds=seconds)).isoformat()


@dataclass(frozen=True)
class Letter:
    """What the templates `account/mail/*` show."""

    subject: str
    lines: list[str]
    code: str = ""
    link: str = ""
    link_label: str = ""
    after: list[str] = field(default_factory=list)


def told(kind: str, facts: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What a mail says, in the active language; None when its code or link is blanked or void already."""
    until = parse_datetime(facts.get("until", "")) if facts.get("until") else None
    is_void = until is not None and until < timezone.now()
    if is_void or any(name in facts and not facts[name] for name in SECRETS):
        return None
    return {"letter": _WRITERS[kind](facts)}


def _login_code(facts: Mapping[str, Any]) -> Letter:
    return Letter(
        _("%(code)s is your code to sign in") % {"code": facts["code"]},
        [_("With this code you sign in to %(network)s:") % {"network": network_name()}],
        code=facts["code"],
        after=[
            _("It is valid for 15 minutes and opens once."),
            _("If you did not ask for it, do nothing: without the code nobody gets in. Do not pass it on to anybody."),
        ],
    )


def _address_code(facts: Mapping[str, Any]) -> Letter:
    return Letter(
        _("%(code)s proves your address") % {"code": facts["code"]},
        [_("Enter this code on the page that is open, and we know that this address is yours:")],
        code=facts["code"],
        after=[
            _("It is valid for 15 minutes."),
            _("If you did not ask for it, do nothing: your address is then not used."),
        ],
    )


def _password_link(facts: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Choose a new password"),
        [_("Somebody, probably you, asked for a new password for your account.")],
        link=facts["link"],
        link_label=_("Choose a new password"),
        after=[_("The link is valid for one day and opens once. If you did not ask for it, do nothing.")],
    )


def _address_taken(facts: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Somebody tried to use your address"),
        [
            _("Somebody tried to give your address to another account. Nothing was changed: it stays with yours."),
            _("If it was you: you have an account already, sign in with it."),
        ],
    )


def _security_notice(facts: Mapping[str, Any]) -> Letter:
    moment = parse_datetime(facts["at"]) or timezone.now()
    return Letter(
        _("A change to how you sign in"),
        [str(CHANGES[facts["what"]]), _("Time: %(moment)s") % {"moment": formats.moment(moment)}],
        link=absolute(reverse("account_home")),
        link_label=_("Look at my account"),
        after=[_("If it was not you, choose a new password at once and tell the secretariat by answering this mail.")],
    )


_WRITERS: dict[str, Callable[[Mapping[str, Any]], Letter]] = {
    "accounts.login_code": _login_code,
    "accounts.address_code": _address_code,
    "accounts.password_link": _password_link,
    "accounts.address_taken": _address_taken,
    "accounts.security_notice": _security_notice,
}
