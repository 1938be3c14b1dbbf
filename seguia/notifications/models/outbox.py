"""The outbox: what is to be told to whom, kept in the database until it is sent; and who wants no more of it."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a message is."""

    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")
    WITHHELD = "withheld", _("not sent on purpose")


def site_host() -> str:
    """The host of this site, as it stands behind the @ of a Message-ID."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def new_message_id() -> str:
    """Made with the message and never changed: a mail that had to be sent twice can be recognised as one."""
    return f"<{uuid.uuid4().hex}@{site_host()}>"


class OutboxMessage(models.Model):
    """A mail to one recipient: a kind and facts, never sentences. It is written when it is sent."""

    kind = models.CharField(_("kind"), max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    address = models.EmailField(_("e-mail address"), blank=True)
    """Only for somebody who has no account; the address of a person is read when the mail is sent."""
    language = models.CharField(_("language"), max_length=12)
    topic = models.CharField(_("topic"), max_length=80, blank=True)
    """What within the kind it is about (one saved search): the smallest thing one can unsubscribe from."""
    facts = models.JSONField(_("facts"), default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    """While it is being sent: when the worker that took it counts as dead."""
    first_tried_at = models.DateTimeField(_("first attempt"), null=True, blank=True)
    message_id = models.CharField("Message-ID", max_length=300, unique=True, default=new_message_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.CharField(_("last fault"), max_length=40, blank=True)
    """A short code: `smtp_550`, `unreachable`, `unsubscribed`."""
    bounced_at = models.DateTimeField(_("came back"), null=True, blank=True)
    """When a report came that it did not arrive; each message counts once."""

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state__in=["queued", "sending"]),
                name="notifications_outbox_due",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) & ~Q(address="") | Q(user__isnull=False, address=""),
                name="notifications_one_recipient",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="notifications_sent_has_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"


class OptOut(models.Model):
    """Somebody wants no more mails of a kind, or of one topic of it."""

    recipient = models.CharField(max_length=80)
    """`user:12`, or a keyed digest of an address: whoever wants no mail need not be kept by address."""
    kind = models.CharField(_("kind"), max_length=80)
    topic = models.CharField(_("topic"), max_length=80, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("unsubscription")
        verbose_name_plural = _("unsubscriptions")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "topic"], name="notifications_opt_out_once"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.kind} {self.topic}"
