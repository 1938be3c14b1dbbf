"""An older list: everybody on it may be asked once whether they want the newsletter; nobody is subscribed by it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Invalid
from seguia.core.languages import language_codes
from seguia.core.permissions import require
from seguia.newsletter.models import Origin, Reason, Subscriber, Suppression
from seguia.newsletter.subscribing import INVITE, renew_token, send, suppress
from seguia.newsletter.tokens import digest_of
from seguia.notifications.queries import blocked_among

MOST_LINES = 5000


@dataclass
class Invited:
    """What became of a list."""

    invited: int = 0
    known: int = 0
    """Subscribed, asked, unsubscribed or invited before, or their mails come back: they get nothing."""
    faulty: list[tuple[int, str]] = field(default_factory=list)
    """(line, what stands there) that is no address."""


def invite_subscribers(*, user: Any, listed: str) -> Invited:
    """One address a line, a language after it if it is known (`mayor@town.ma; ar`). Each new one gets one invitation.

    Raises Refused, Invalid.
    """
    require("newsletter.invite_subscribers", user)
    lines = listed.splitlines()
    if len(lines) > MOST_LINES:
        raise Invalid(
            _("This list has more than %(most)s lines. Nobody was invited: divide it.") % {"most": MOST_LINES}
        )
    report = Invited()
    wanted = _read(lines, report)
    with transaction.atomic():
        unwanted = _unwanted(list(wanted))
        for address, language in wanted.items():
            if address in unwanted:
                report.known += 1
            else:
                _invite(address, language)
                report.invited += 1
        facts = {"invited": report.invited, "known": report.known, "faulty": len(report.faulty)}
        record_event("newsletter.list.invited", user, actor=user, **facts)
    return report


def _read(lines: Sequence[str], report: Invited) -> dict[str, str]:
    wanted: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        parts = [part.strip() for part in line.replace("\t", ";").replace(",", ";").split(";")]
        if not any(parts):
            continue
        try:
            validate_email(parts[0])
        except ValidationError:
            report.faulty.append((number, line[:80]))
            continue
        code = parts[1].lower() if len(parts) > 1 else ""
        wanted.setdefault(parts[0].lower(), code if code in language_codes() else settings.LANGUAGE_CODE)
    return wanted


def _unwanted(addresses: list[str]) -> set[str]:
    """Those that get nothing. Three queries for each 500."""
    found: set[str] = set()
    for start in range(0, len(addresses), 500):
        some = addresses[start : start + 500]
        digests = {digest_of(address): address for address in some}
        stopped = Suppression.objects.filter(digest__in=digests).values_list("digest", flat=True)
        found |= {digests[digest] for digest in stopped}
        known = Subscriber.objects.filter(email__in=some).values_list("email", flat=True)
        found |= {str(address) for address in known}
        found |= blocked_among(some)
    return found


def _invite(address: str, language: str) -> None:
    subscriber = Subscriber(email=address, language=language, origin=Origin.IMPORT)
    renew_token(subscriber)
    subscriber.full_clean()
    subscriber.save()
    suppress(address, Reason.INVITED)
    send(INVITE, subscriber)
