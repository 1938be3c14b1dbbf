"""Notices: what a person is told on the pages and, as they wish, by mail; and what they wish."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mail(models.TextChoices):
    """Whether and when a notice comes by mail too."""

    NONE = "none", _("no mail")
    AT_ONCE = "at_once", _("a mail at once")
    DAILY = "daily", _("one mail a day")
    WEEKLY = "weekly", _("one mail a week")


class Notice(models.Model):
    """One thing one person is told: a kind and facts, never sentences. It is written when it is read."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=80)
    group = models.CharField(_("group"), max_length=40)
    facts = models.JSONField(_("facts"), default=dict)
    topic = models.CharField(_("topic"), max_length=80, blank=True)
    about_kind = models.CharField(max_length=80, blank=True)
    """`actions.action`; empty when it is about nothing that has an address of its own."""
    about_id = models.CharField(max_length=40, blank=True)
    is_shown = models.BooleanField(_("on the pages"), default=True)
    created_at = models.DateTimeField(_("told"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mail = models.CharField(_("by mail"), max_length=8, choices=Mail.choices, default=Mail.NONE)
    mailed_at = models.DateTimeField(_("put into a mail"), null=True, blank=True)

    found: Any = None
    """What `load` of its kind found for it; not kept."""

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notifications_of_person"),
            models.Index(
                fields=["user"], condition=Q(read_at__isnull=True, is_shown=True), name="notifications_unread"
            ),
            models.Index(
                fields=["mail", "created_at"],
                condition=Q(mailed_at__isnull=True, mail__in=["daily", "weekly"]),
                name="notifications_digest_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_shown=True) | ~Q(mail="none"), name="notifications_notice_goes_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_read(self) -> bool:
        """Whether the person has opened it or put it aside."""
        return self.read_at is not None


class Preference(models.Model):
    """How a person wants one group of notices; without a row the group's own way holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    group = models.CharField(_("group"), max_length=40)
    in_app = models.BooleanField(_("on the pages"), default=True)
    mail = models.CharField(_("by mail"), max_length=8, choices=Mail.choices, default=Mail.NONE)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="notifications_preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.group} {self.mail}"
