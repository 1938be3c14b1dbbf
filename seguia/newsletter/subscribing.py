"""Writes about subscriptions: ask, confirm, end, invite from an older list, forget.

Whoever asks always reads the same answer, whether the address is known or not: nobody learns who subscribes. The owner of
the address reads the rest in the mail.
"""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Invalid, NotFound
from seguia.core.languages import language_codes
from seguia.newsletter.consent import VERSION
from seguia.newsletter.models import Origin, Reason, Standing, Subscriber, Suppression
from seguia.newsletter.tokens import digest_of, hash_of, token_of
from seguia.notifications.services import allow_again, queue_message
from seguia.notifications.subscriptions import Subscription, recipient_of

CONFIRM, INVITE, KNOWN, ISSUE = (
    "newsletter.confirmation",
    "newsletter.invitation",
    "newsletter.already",
    "newsletter.issue",
)
VALID = datetime.timedelta(days=7)
"""How long a confirmation can be given."""
PAUSE = datetime.timedelta(minutes=10)
"""Whoever asks again so soon gets no second mail: the form cannot be used to fill somebody's mailbox."""
KEPT_AFTER_END = datetime.timedelta(days=30)


def ask_for_newsletter(*, email: str, language: str) -> None:
    """Somebody asks for it for this address: its owner gets a mail to confirm. Raises Invalid for what is no address."""
    if language not in language_codes():
        raise Invalid(_("This language is not known here. Nothing was saved."))
    address = email.strip().lower()
    with transaction.atomic():
        subscriber = _found_or_new(address, language)
        if subscriber.token_hash and subscriber.asked_at > timezone.now() - PAUSE:
            return
        is_active = subscriber.standing == Standing.ACTIVE
        if not is_active:
            subscriber.standing, subscriber.ended_at, subscriber.language = Standing.PENDING, None, language
            subscriber.origin = Origin.FORM
        renew_token(subscriber)
        subscriber.full_clean()
        subscriber.save()
        # Only what the person themselves asks for now goes there, whatever they stopped before.
        send(KNOWN if is_active else CONFIRM, subscriber)


def _found_or_new(address: str, language: str) -> Subscriber:
    """Locked: two clicks at once make one subscription."""
    made = Subscriber(email=address, language=language)
    made.clean_fields()
    Subscriber.objects.get_or_create(email=address, defaults={"language": language, "public_id": made.public_id})
    return Subscriber.objects.select_for_update().get(email=address)


def renew_token(subscriber: Subscriber) -> None:
    """A new link, valid from now; the older one ends."""
    subscriber.asked_at = timezone.now()
    subscriber.token_expires_at = subscriber.asked_at + VALID
    subscriber.token_hash = hash_of(token_of(subscriber))


def send(kind: str, subscriber: Subscriber) -> None:
    """One mail of the subscription, in its language."""
    queue_message(
        kind,
        to=str(subscriber.email),
        facts={"subscriber": subscriber.public_id},
        topic=subscriber.public_id,
        language=subscriber.language,
    )


def subscription_for(token: str) -> Subscriber:
    """The subscription that this link confirms. Raises NotFound when it is unknown or too old."""
    found = Subscriber.objects.filter(token_hash=hash_of(token)).first() if token else None
    if found is None or found.standing == Standing.ENDED or not _is_valid(found):
        raise NotFound(_("This link is no longer valid. Nothing was changed. Ask for the newsletter again."))
    return found


def _is_valid(subscriber: Subscriber) -> bool:
    """Confirmed long ago is confirmed: the link says so for as long as it exists."""
    expires = subscriber.token_expires_at
    return subscriber.standing == Standing.ACTIVE or (expires is not None and expires > timezone.now())


def confirm_subscription(*, token: str, language: str) -> Subscriber:
    """The owner of the address agrees, to the wording shown in `language`; agreeing again changes nothing.

    Raises NotFound.
    """
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().get(pk=subscription_for(token).pk)
        if subscriber.standing == Standing.ACTIVE:
            return subscriber
        if subscriber.token_hash != hash_of(token) or subscriber.standing == Standing.ENDED:
            raise NotFound(_("This link is no longer valid. Nothing was changed. Ask for the newsletter again."))
        subscriber.standing, subscriber.confirmed_at = Standing.ACTIVE, timezone.now()
        subscriber.consent_version, subscriber.consent_language = VERSION, language
        subscriber.full_clean()
        subscriber.save()
        Suppression.objects.filter(digest=digest_of(str(subscriber.email))).delete()
        allow_again(Subscription(recipient_of(None, str(subscriber.email)), ISSUE, subscriber.public_id))
        record_event("newsletter.subscription.confirmed", subscriber, wording=VERSION)
    return subscriber


def stop_newsletter(user_id: int | None, topic: str) -> None:
    """The link in an issue or an invitation: the end, in the caller's transaction. Again: no effect."""
    subscriber = Subscriber.objects.select_for_update().filter(public_id=topic).first()
    if subscriber is not None and subscriber.standing != Standing.ENDED:
        end_subscription(subscriber)


def end_subscription(subscriber: Subscriber) -> None:
    """No issue any more, and no invitation ever; in the caller's transaction."""
    if subscriber.email:
        suppress(subscriber.email, Reason.UNSUBSCRIBED)
    subscriber.standing, subscriber.ended_at, subscriber.token_hash = Standing.ENDED, timezone.now(), ""
    subscriber.save()
    record_event("newsletter.subscription.ended", subscriber)


def suppress(email: str, reason: Reason) -> None:
    """Never invite this address again."""
    Suppression.objects.update_or_create(digest=digest_of(email), defaults={"reason": reason})


def forget_subscribers() -> int:
    """A periodic job: who never confirmed is deleted, whoever left long ago keeps no address. Returns how many."""
    now = timezone.now()
    late = Subscriber.objects.filter(standing=Standing.PENDING, token_expires_at__lt=now)
    left = Subscriber.objects.filter(standing=Standing.ENDED, ended_at__lt=now - KEPT_AFTER_END, email__isnull=False)
    with transaction.atomic():
        number: int = late.delete()[0]
        return number + left.update(email=None)


def erase_subscription(email: str) -> None:
    """Somebody's data is erased: only the number stays, and that they must not be invited."""
    subscriber: Any = Subscriber.objects.select_for_update().filter(email=email.lower()).first()
    if subscriber is None:
        return
    if subscriber.standing != Standing.ENDED:
        end_subscription(subscriber)
    subscriber.email = None
    subscriber.save(update_fields=["email"])
