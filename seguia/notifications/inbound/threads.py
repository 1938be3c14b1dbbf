"""The address to which a person answers: it names conversation and person, signed; nobody else can write there."""

from django.conf import settings
from django.utils.crypto import salted_hmac

from seguia.accounts.models import User
from seguia.notifications.inbound.replies import ReplyTarget
from seguia.notifications.models.incoming import ReplyThread
from seguia.notifications.models.outbox import site_host
from seguia.notifications.tagged import Tag, signature_of, tagged_address

_SALT = "seguia.notifications.reply"
_ROOT_SALT = "seguia.notifications.conversation"


def is_configured() -> bool:
    """Whether mails of ours can be answered."""
    return "@" in settings.INBOUND_ADDRESS


def reply_address(kind: str, key: object, user: User) -> str | None:
    """`reply+12-0f…@example.org`, always the same for this person and conversation; None while no address is set."""
    if not is_configured():
        return None
    thread, _is_new = ReplyThread.objects.get_or_create(kind=kind, key=str(key), user=user)
    return tagged_address(settings.INBOUND_ADDRESS, thread.pk, _signature(thread))


def thread_of(tag: Tag) -> ReplyThread | None:
    """The conversation; None for anything not made by `reply_address`."""
    thread = ReplyThread.objects.select_related("user").filter(pk=tag.number).first()
    return thread if thread and tag.is_signed(_SALT, _content(thread)) else None


def conversation_id(target: ReplyTarget) -> str:
    """The Message-ID of a mail that was never sent: what all mails of one conversation refer to, so that mail programs
    show them as one. It tells nothing of the conversation."""
    digest = salted_hmac(_ROOT_SALT, f"{target.kind}\n{target.key}", algorithm="sha256").hexdigest()[:32]
    return f"<{digest}@{site_host()}>"


def _signature(thread: ReplyThread) -> str:
    return signature_of(_SALT, _content(thread))


def _content(thread: ReplyThread) -> str:
    return f"{thread.pk}\n{thread.kind}\n{thread.key}\n{thread.user_id}"
