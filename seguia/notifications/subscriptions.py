"""What a mail lets one unsubscribe from, and the signed token that carries it: the token is the right to stop."""

from dataclasses import dataclass

from django.core import signing
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.notifications.models import OutboxMessage

_SALT = "seguia.notifications.unsubscribe"


@dataclass(frozen=True)
class Subscription:
    """Mails of one kind and topic to one recipient."""

    recipient: str
    kind: str
    topic: str = ""

    @property
    def user_id(self) -> int | None:
        """The person's id; None for somebody without an account."""
        name, _colon, number = self.recipient.partition(":")
        return int(number) if name == "user" else None


def recipient_of(user_id: int | None, address: str = "") -> str:
    """The same for the same person, whatever the capitals of an address."""
    if user_id is not None:
        return f"user:{user_id}"
    return f"mail:{salted_hmac(_SALT, address.lower(), algorithm='sha256').hexdigest()[:40]}"


def subscription_of(message: OutboxMessage) -> Subscription:
    """What the recipient of this message can stop."""
    return Subscription(recipient_of(message.user_id, message.address), message.kind, message.topic)


def token_for(subscription: Subscription) -> str:
    """Signed, without an address in it, valid for as long as the secret key is."""
    return signing.dumps([subscription.recipient, subscription.kind, subscription.topic], salt=_SALT)


def subscription_from(token: str) -> Subscription:
    """Raises NotFound for anything that was not made by `token_for`."""
    try:
        recipient, kind, topic = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotFound(
            _("This link is incomplete or no longer valid. Nothing was changed. Copy the whole address from the mail.")
        ) from error
    return Subscription(recipient, kind, topic)
