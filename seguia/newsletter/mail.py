"""The mails of the newsletter: confirmation, invitation, "you have it already", and the issue itself."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seguia.core.addresses import absolute
from seguia.newsletter.models import Issue, Standing, Subscriber
from seguia.newsletter.reading import items_of
from seguia.newsletter.subscribing import CONFIRM, INVITE, ISSUE, KNOWN, stop_newsletter
from seguia.newsletter.tokens import hash_of, token_of
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import OutboxMessage


def register() -> None:
    """Tell the outbox how these are written and what ends with them."""
    own: dict[str, Any] = {"read": read_confirmation, "is_optional": False}
    register_kind(CONFIRM, label=_("Confirmation of the newsletter"), **_templates("confirmation"), **own)
    register_kind(
        KNOWN,
        label=_("Confirmation of the newsletter"),
        **_templates("already"),
        read=read_known,
        is_optional=False,
    )
    register_kind(
        INVITE,
        label=_("Invitation to the newsletter"),
        **_templates("invitation"),
        read=read_confirmation,
        stop=stop_newsletter,
    )
    register_kind(ISSUE, label=_("The newsletter"), **_templates("issue"), read=read_issue, stop=stop_newsletter)
    register_kind(f"{ISSUE}_test", label=_("The newsletter"), **_templates("issue"), read=read_test, is_optional=False)


def _templates(name: str) -> dict[str, Any]:
    place = f"newsletter/mail/{name}"
    return {"subject": f"{place}_subject.txt", "text": f"{place}.txt", "html": f"{place}.html"}


def _subscriber(message: OutboxMessage) -> Subscriber | None:
    return Subscriber.objects.filter(public_id=message.facts["subscriber"], email=message.address.lower()).first()


def read_confirmation(message: OutboxMessage) -> Mapping[str, Any] | None:
    """None when it was confirmed, ended or asked anew meanwhile."""
    subscriber = _subscriber(message)
    if subscriber is None or subscriber.standing != Standing.PENDING:
        return None
    token = token_of(subscriber)
    if subscriber.token_hash != hash_of(token):
        return None
    path = reverse("newsletter:confirm", args=[token])
    return {"confirm_url": absolute(path), "valid_until": subscriber.token_expires_at}


def read_known(message: OutboxMessage) -> Mapping[str, Any] | None:
    """Only to somebody who still gets the newsletter."""
    subscriber = _subscriber(message)
    if subscriber is None or subscriber.standing != Standing.ACTIVE:
        return None
    return {"since": subscriber.confirmed_at, "newsletter_url": absolute(reverse("newsletter:list"))}


def read_issue(message: OutboxMessage) -> Mapping[str, Any] | None:
    """None for whoever has not confirmed, or has left while it waited: looked at when it is sent."""
    subscriber = _subscriber(message)
    if subscriber is None or subscriber.standing != Standing.ACTIVE:
        return None
    return _told(Issue.objects.filter(public_id=message.facts["issue"]).first())


def read_test(message: OutboxMessage) -> Mapping[str, Any] | None:
    """None when the issue was deleted meanwhile."""
    told = _told(Issue.objects.filter(public_id=message.facts["issue"]).first())
    return {**told, "web_url": "", "is_test": True} if told else None


def _told(issue: Issue | None) -> dict[str, Any] | None:
    if issue is None:
        return None
    return {
        "issue": issue,
        "title": issue.title.localised(),
        "introduction": issue.introduction.localised(),
        "items": items_of(issue),
        "web_url": absolute(issue.get_absolute_url()),
        "is_test": False,
    }
