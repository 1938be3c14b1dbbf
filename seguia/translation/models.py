"""What the desk keeps: who translates, the state of every language, unpublished texts, wishes, orders to the machine."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField
from seguia.core.identifiers import new_public_id
from seguia.core.translation_state import LanguageState, fingerprint

ITEM_LENGTH = 120


class Translator(models.Model):
    """A person whom the secretariat trusts with translations into some languages."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="translator")
    languages = models.JSONField(_("languages"), default=list)
    """Codes of the languages this person translates into."""
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("translator")
        verbose_name_plural = _("translators")
        ordering = ["user__name", "user__email"]

    def __str__(self) -> str:
        return str(self.user)


class DeskLanguages(models.Model):
    """The languages a person chose to see at the desk."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    languages = models.JSONField(_("languages"), default=list)

    class Meta:
        verbose_name = _("chosen languages")
        verbose_name_plural = _("chosen languages")

    def __str__(self) -> str:
        return ", ".join(self.languages)


class Standing(models.Model):
    """The state of one language of one published thing: derived from the thing, may be deleted at any time."""

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    item = models.CharField(max_length=ITEM_LENGTH)
    language = models.CharField(_("language"), max_length=12)
    original_language = models.CharField(_("original language"), max_length=12)
    title = TranslatedField(_("title"), max_length=400)
    owner = TranslatedField(_("owner"), max_length=400)
    owner_key = models.CharField(max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=LanguageState.choices)
    is_machine = models.BooleanField(default=False)
    figures_differ = models.BooleanField(default=False)
    missing = models.PositiveSmallIntegerField(default=0)
    """Texts without a translation."""
    outdated = models.PositiveSmallIntegerField(default=0)
    length = models.PositiveIntegerField(default=0)
    """Characters of the original."""
    languages_missing = models.PositiveSmallIntegerField(default=0)
    """Languages in which the thing cannot be read at all."""
    is_featured = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("state of a language")
        verbose_name_plural = _("states of languages")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language"], name="translation_standing_once")
        ]
        indexes = [models.Index(fields=["language", "state"]), models.Index(fields=["kind", "item"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.item} {self.language}"

    def get_absolute_url(self) -> str:
        """Where it is translated."""
        return reverse("translation:edit", args=[self.kind, self.item, self.language])


class FollowedChange(models.Model):
    """How far the table of changes was read; one row."""

    change = models.BigIntegerField(default=0)
    signature = models.CharField(max_length=200, blank=True)
    """Kinds and languages for which the states were made: others mean making them anew."""

    class Meta:
        verbose_name = _("followed change")
        verbose_name_plural = _("followed changes")

    def __str__(self) -> str:
        return str(self.change)


class TranslationDraft(models.Model):
    """Unpublished texts of one language of one thing, worked on by everybody who may: one at a time."""

    class Status(models.TextChoices):
        """Being written, or read by a second person."""

        OPEN = "open", _("being written")
        SUBMITTED = "submitted", _("waits for review")

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    item = models.CharField(max_length=ITEM_LENGTH)
    language = models.CharField(_("language"), max_length=12)
    title = TranslatedField(_("title"), max_length=400)
    original_language = models.CharField(_("original language"), max_length=12)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    """Who works on it; nobody is kept out."""
    worker_since = models.DateTimeField(null=True, blank=True)
    worker_seen = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    """Why it was sent back, in the words of the reviewer."""
    reason_language = models.CharField(max_length=12, blank=True)
    version = models.PositiveIntegerField(default=0)
    """Grows with every change of a text: what a reviewer read is what is published."""
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft of a translation")
        verbose_name_plural = _("drafts of translations")
        constraints = [
            models.UniqueConstraint(fields=["kind", "item", "language"], name="translation_draft_once"),
            models.CheckConstraint(
                condition=Q(status="open") | Q(submitted_at__isnull=False), name="translation_submitted_has_date"
            ),
        ]
        indexes = [models.Index(fields=["status", "submitted_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.item} {self.language}"

    def get_absolute_url(self) -> str:
        """Where it is written."""
        return reverse("translation:edit", args=[self.kind, self.item, self.language])

    def begin_work(self, user: Any) -> None:
        """This person works on it now (not saved)."""
        now = timezone.now()
        if self.worker_id != user.pk or self.worker_since is None:
            self.worker, self.worker_since = user, now
        self.worker_seen = now


class DraftText(models.Model):
    """One text of a draft, and from what it was made."""

    draft = models.ForeignKey(TranslationDraft, models.CASCADE, related_name="texts")
    key = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    """A form that started from an older one is a conflict."""
    seen = models.TextField(blank=True)
    """The original from which it was made; empty where only its fingerprint is known."""
    seen_mark = models.CharField(max_length=16)
    base = models.TextField(blank=True)
    """The published translation that it replaces."""
    has_clash = models.BooleanField(default=False)
    """The published translation was changed by somebody else: to be compared before this one replaces it."""
    is_machine = models.BooleanField(default=False)
    """Proposed by a machine, and nobody has touched it."""
    figures_confirmed = models.BooleanField(default=False)
    """A person says that the different figures are right."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("text of a draft")
        verbose_name_plural = _("texts of drafts")
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="translation_text_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.key}"

    def saw(self, original: str) -> None:
        """Remember the original from which it is made (not saved)."""
        self.seen, self.seen_mark = original, fingerprint(original)


class TranslationRequest(models.Model):
    """Somebody would like to read a thing in a language: counted once a person."""

    kind = models.CharField(max_length=40)
    item = models.CharField(max_length=ITEM_LENGTH)
    language = models.CharField(_("language"), max_length=12)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("wish for a translation")
        verbose_name_plural = _("wishes for translations")
        constraints = [
            models.UniqueConstraint(fields=["kind", "item", "language", "user"], name="translation_request_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item} {self.language}"


class MachineOrder(models.Model):
    """A machine is to propose what a language lacks; done by the worker, never in a request."""

    class State(models.TextChoices):
        """What became of it."""

        QUEUED = "queued", _("waits for the machine")
        DONE = "done", _("proposed")
        FAILED = "failed", _("the machine failed")

    kind = models.CharField(max_length=40)
    item = models.CharField(max_length=ITEM_LENGTH)
    language = models.CharField(_("language"), max_length=12)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    fault = models.CharField(max_length=40, blank=True)
    """Code of the last fault: `machine.FAULTS`."""
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    ordered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("order to the machine")
        verbose_name_plural = _("orders to the machine")
        constraints = [models.UniqueConstraint(fields=["kind", "item", "language"], name="translation_order_once")]
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.item} {self.language}"
