"""Mails that people send to us: which conversation their address means, and what became of each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReplyThread(models.Model):
    """One conversation as one person answers it by mail: their reply address is made from this row."""

    kind = models.CharField(_("kind"), max_length=80)
    key = models.CharField(_("which"), max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("conversation by mail")
        verbose_name_plural = _("conversations by mail")
        constraints = [models.UniqueConstraint(fields=["kind", "key", "user"], name="notifications_thread_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Outcome(models.TextChoices):
    """What became of a mail that came in."""

    TAKEN = "taken", _("taken")
    REFUSED = "refused", _("refused")
    AUTOMATIC = "automatic", _("written by a machine")
    UNKNOWN = "unknown", _("to an address that is none of ours")
    UNREADABLE = "unreadable", _("could not be read")
    FAILED = "failed", _("went wrong here")


class IncomingMail(models.Model):
    """That a mail came in, and what became of it: nothing of what it says. Each has one effect, however often it comes."""

    key = models.CharField(max_length=64, unique=True)
    """Keyed digest of conversation, sender and Message-ID."""
    thread = models.ForeignKey(
        ReplyThread, models.CASCADE, null=True, blank=True, related_name="mails", verbose_name=_("conversation by mail")
    )
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome.choices)
    reason = models.CharField(_("why"), max_length=40, blank=True)
    """A short code: `forbidden_sender`, `too_large`."""
    text_key = models.CharField(max_length=64, blank=True)
    """Keyed digest of the text: whoever writes the same again and again is a machine that does not say so."""
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    received_at = models.DateTimeField(_("came in"))
    answer_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    """Keyed digest of sender and day, when we answered: at most one answer for each."""

    class Meta:
        verbose_name = _("mail that came in")
        verbose_name_plural = _("mails that came in")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["thread", "received_at"], name="notifications_of_thread"),
            models.Index(fields=["received_at"], name="notifications_came_in"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.key[:8]}"

    @property
    def is_settled(self) -> bool:
        """Whether it needs no other attempt."""
        return self.outcome != Outcome.FAILED
