"""The network's newsletter: who asked for it and proved it, who must never be asked again, and its issues."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField
from seguia.core.identifiers import new_public_id
from seguia.notifications.models import OutboxMessage


class Standing(models.TextChoices):
    """Where an address stands. Only what is confirmed gets the newsletter."""

    PENDING = "pending", _("has not confirmed yet")
    ACTIVE = "active", _("gets the newsletter")
    ENDED = "ended", _("has unsubscribed")


class Origin(models.TextChoices):
    """How an address came here."""

    FORM = "form", _("asked for it on the site")
    IMPORT = "import", _("was invited from an older list")


class Subscriber(models.Model):
    """An address, its language and the proof that its owner agreed."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    """In small letters; empty some time after the end: only numbers are kept then."""
    language = models.CharField(_("language"), max_length=12)
    standing = models.CharField(_("standing"), max_length=8, choices=Standing.choices, default=Standing.PENDING)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.FORM)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    token_hash = models.CharField(max_length=64, blank=True)
    """SHA-256 of the token in the mail; the token itself is kept nowhere."""
    token_expires_at = models.DateTimeField(_("link valid until"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    consent_version = models.CharField(_("wording that was agreed to"), max_length=20, blank=True)
    consent_language = models.CharField(_("language of that wording"), max_length=12, blank=True)
    ended_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["id"]
        indexes = [models.Index(fields=["standing", "id"], name="newsletter_by_standing")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(standing="active")
                | Q(confirmed_at__isnull=False, email__isnull=False) & ~Q(consent_version=""),
                name="newsletter_active_has_proof",
            ),
            models.CheckConstraint(
                condition=Q(standing="ended", ended_at__isnull=False) | ~Q(standing="ended") & Q(email__isnull=False),
                name="newsletter_only_ended_is_erased",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Reason(models.TextChoices):
    """Why an address is not invited."""

    UNSUBSCRIBED = "unsubscribed", _("has unsubscribed")
    INVITED = "invited", _("was invited once")


class Suppression(models.Model):
    """An address that must not be invited (again), as a keyed digest: the address itself is not kept."""

    digest = models.CharField(max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")

    def __str__(self) -> str:
        return f"{self.reason} {self.digest[:8]}"


class IssueState(models.TextChoices):
    """How far an issue is."""

    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")


class Issue(models.Model):
    """One newsletter. It cannot be changed once it is being sent."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    title = TranslatedField(_("title"), max_length=150, blank=False)
    introduction = TranslatedField(_("introduction"), max_length=5000, multiline=True)
    state = models.CharField(_("state"), max_length=9, choices=IssueState.choices, default=IssueState.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    send_at = models.DateTimeField(_("is sent from"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    recipients = models.PositiveIntegerField(_("subscribers it was sent to"), default=0)
    sent_up_to = models.BigIntegerField(default=0)
    """The last subscription that has its mail in the outbox: they are taken in their order."""

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-send_at"], name="newsletter_issue_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(send_at__isnull=False), name="newsletter_scheduled_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="newsletter_sent_has_date"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """The version on the web, once it is sent."""
        return reverse("newsletter:issue", args=[self.public_id])


class IssueItem(models.Model):
    """One part of an issue: something of the platform by its kind and identifier, or a text of one's own."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="items", verbose_name=_("issue"))
    position = models.PositiveIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    title = TranslatedField(_("title"), max_length=200)
    text = TranslatedField(_("text"), max_length=3000, multiline=True)

    found: Any = None
    """What the registry found for it; not kept."""

    class Meta:
        verbose_name = _("part of an issue")
        verbose_name_plural = _("parts of an issue")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "kind", "object_id"], condition=~Q(kind=""), name="newsletter_item_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="", object_id="") | ~Q(kind="") & ~Q(object_id=""), name="newsletter_item_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title) or f"{self.kind} {self.object_id}"


class Delivery(models.Model):
    """One issue to one subscription: the database itself refuses a second one."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="deliveries")
    message = models.OneToOneField(OutboxMessage, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["issue", "subscriber"], name="newsletter_delivered_once")]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.subscriber_id}"
