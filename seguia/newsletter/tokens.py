"""The token of a confirmation: made anew from the subscription when its mail is written, kept only as a hash."""

import hashlib

from django.utils.crypto import salted_hmac

from seguia.newsletter.models import Subscriber

_SALT, _DIGEST_SALT = "seguia.newsletter.confirm", "seguia.newsletter.suppression"


def token_of(subscriber: Subscriber) -> str:
    """Of this request only: asking again makes another one, and the older link ends."""
    asked = f"{subscriber.public_id} {subscriber.asked_at.timestamp():.6f}"
    return salted_hmac(_SALT, asked, algorithm="sha256").hexdigest()[:40]


def hash_of(token: str) -> str:
    """As it is kept."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def digest_of(email: str) -> str:
    """An address that must not be written to, without the address."""
    return salted_hmac(_DIGEST_SALT, email.lower(), algorithm="sha256").hexdigest()
