"""Deeds in people's words: features register a sentence for each code they record."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from seguia.audit.models import AuditEvent
from seguia.core.errors import Message

_SENTENCES: dict[str, Message] = {}


class _Facts(dict[str, Any]):
    """A fact that is missing is shown as a gap: deeds of former versions may have had fewer."""

    def __missing__(self, key: str) -> str:
        return "…"


def register_deed(code: str, sentence: Message) -> None:
    """Say what a code means: "A sheet was published". `%(name)s` shows a fact."""
    _SENTENCES[code] = sentence


def sentence_of(event: AuditEvent) -> str:
    """The sentence in the active language; of a code that nobody explained, the code itself."""
    sentence = _SENTENCES.get(event.code)
    return str(sentence) % _Facts(event.facts) if sentence else event.code


def known_deeds() -> list[tuple[str, str]]:
    """(code, sentence without facts), in the order of the codes, for the choice of a filter."""
    return [(code, str(sentence) % _Facts()) for code, sentence in sorted(_SENTENCES.items())]


def register_own() -> None:
    """What people do with their accounts, on the floor below."""
    for code, sentence in {
        "accounts.user.profile_changed": _("Name or language of an account changed"),
        "accounts.user.password_changed": _("Password of an account changed"),
        "accounts.user.address_changed": _("Address of an account changed"),
        "accounts.user.second_factor_added": _("Second factor set up"),
        "accounts.user.second_factor_removed": _("Second factor taken away"),
        "accounts.user.sign_on_connected": _("Single sign-on connected"),
        "accounts.user.sign_on_disconnected": _("Single sign-on taken away"),
        "accounts.user.sessions_ended": _("Signed out in other places"),
        "accounts.user.exported": _("A person took a copy of their data"),
        "accounts.user.erased": _("A person erased their account"),
        "accounts.user.erased_again": _("A person was erased again after a backup was restored"),
        "audit.record.exported": _("The record was saved as a table"),
    }.items():
        register_deed(code, sentence)
