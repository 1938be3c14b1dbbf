"""What went wrong with a mail: whether to try again, and whether the others need to wait too."""

import smtplib
from dataclasses import dataclass, replace

from django.core.mail import BadHeaderError

from seguia.notifications.rendering import UnsafeMail


@dataclass(frozen=True)
class Verdict:
    """A short code for the record, and what follows."""

    code: str
    is_final: bool = False
    """Trying again cannot help."""
    is_server: bool = False
    """The server does not take mail from us at all now: no other message need be tried in this run."""
    refusal: str = ""
    """What the server said of this very recipient, when it said no for good."""


def verdict_on(error: Exception) -> Verdict:
    """Only what the server says of this very message is final. A refused password or sender is a fault of the
    installation: nothing is lost while it is mended."""
    if isinstance(error, UnsafeMail):
        return Verdict(error.code, is_final=True)
    if isinstance(error, BadHeaderError):
        return Verdict("bad_header", is_final=True)
    if isinstance(error, smtplib.SMTPException):
        return _on_smtp(error)
    if isinstance(error, OSError):
        return Verdict("unreachable", is_server=True)
    return Verdict("fault")


def _on_smtp(error: smtplib.SMTPException) -> Verdict:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = max(error.recipients.values(), default=(0, b""))
        refusal = f"{code} {said.decode(errors='replace')}" if code >= 500 else ""
        return replace(_answered(code), refusal=refusal)
    if isinstance(error, smtplib.SMTPDataError):
        return _answered(error.smtp_code)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Verdict("not_supported", is_final=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return Verdict(f"smtp_{error.smtp_code}", is_server=True)
    return Verdict("unreachable", is_server=True)


def _answered(code: int) -> Verdict:
    return Verdict(f"smtp_{code}", is_final=code >= 500, is_server=code == 421)
