"""Questions on published actions, their answers, and what becomes of both: earlier wordings, translations."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Action, Status
from seguia.core.identifiers import new_public_id
from seguia.core.text import shortened
from seguia.core.translated import Localised
from seguia.core.translation_state import fingerprint
from seguia.membership.models import Organisation

LONGEST = 4000
"""Characters of a question or an answer."""
QUIET = datetime.timedelta(minutes=30)
"""How long a text may be mended without a mark."""
TITLE = 120
"""Characters of a text that stands for it in lists and links."""


class Kind(models.TextChoices):
    """What was said."""

    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")


class Side(models.TextChoices):
    """From where it is said: on behalf of whom."""

    ASKER = "asker", _("who asked")
    SOURCE = "source", _("who did it")
    SECRETARIAT = "secretariat", _("secretariat")
    PEER = "peer", _("we too")


ANSWERING = (Side.SOURCE, Side.SECRETARIAT, Side.PEER)
"""Sides whose answer ends the wait; what the asker adds does not."""


class PostQuerySet(models.QuerySet["Post"]):
    """Who sees what: everybody the same, as long as the action is published."""

    def questions(self) -> Self:
        """The questions alone."""
        return self.filter(kind=Kind.QUESTION)

    def on_published(self) -> Self:
        """A question goes out of sight with its action."""
        return self.filter(action__status=Status.PUBLISHED)

    def legible(self) -> Self:
        """Neither withdrawn nor taken offline."""
        return self.filter(withdrawn_at=None, offline_at=None)

    def shown(self) -> Self:
        """Legible texts, and questions that were taken away while their answers stay."""
        answers = Post.objects.legible().filter(question=OuterRef("pk"))
        gone = Q(kind=Kind.QUESTION) & Exists(answers)
        return self.on_published().filter(Q(withdrawn_at=None, offline_at=None) | gone)

    def visible_to(self, user: Any) -> Self:
        """The secretariat sees what was taken away too, marked as such."""
        return self.on_published() if is_secretariat(user) else self.shown()

    def unanswered(self) -> Self:
        """Public questions that nobody but the asker has said anything to."""
        answers = Post.objects.legible().filter(question=OuterRef("pk"), side__in=ANSWERING)
        return self.questions().on_published().legible().filter(~Exists(answers))

    def with_names(self) -> Self:
        """Everything that stands beside one text: a fixed number of queries."""
        return self.select_related(
            "action__organisation__territory", "organisation__territory", "example", "question"
        ).prefetch_related("translations__credit")

    def with_answers(self, user: Any) -> Self:
        """The answers this person may read, in `.shown_answers`."""
        answers = Post.objects.visible_to(user).with_names().order_by("said_at", "pk")
        return self.with_names().prefetch_related(Prefetch("answers", answers, to_attr="shown_answers"))


def is_secretariat(user: Any) -> bool:
    """Whether somebody belongs to the secretariat."""
    return bool(getattr(user, "is_active", False) and getattr(user, "is_staff", False))


class Post(models.Model):
    """A question, or an answer to one. It stays in the language in which it was written."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    action = models.ForeignKey(Action, models.CASCADE, related_name="posts", verbose_name=_("action"))
    question = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers")
    side = models.CharField(_("on behalf of"), max_length=11, choices=Side.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    """Never shown: readers see the town, and the function where the person wants it shown."""
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    """None for the secretariat."""
    function = models.CharField(_("your function"), max_length=120, blank=True)
    example = models.ForeignKey(Action, models.SET_NULL, null=True, blank=True, related_name="+")
    """The own action of a town that did something similar."""
    text = models.TextField(_("text"), max_length=LONGEST)
    language = models.CharField(_("language"), max_length=12)
    said_at = models.DateTimeField(_("written"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    helped_at = models.DateTimeField(_("helped"), null=True, blank=True)
    """When who asked said "this helped"."""
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    offline_at = models.DateTimeField(_("taken offline"), null=True, blank=True)
    offline_reason = models.TextField(_("reason"), max_length=2000, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    """When the town was reminded of a question without an answer."""
    raised_at = models.DateTimeField(null=True, blank=True)
    """When the secretariat was told that it still has none."""
    rest_until = models.DateTimeField(null=True, blank=True)
    """The secretariat has done something about it: it comes back to the desk then."""

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("question or answer")
        verbose_name_plural = _("questions and answers")
        ordering = ["said_at", "id"]
        indexes = [
            models.Index(fields=["action", "kind", "-said_at"], name="questions_of_action"),
            models.Index(fields=["author", "said_at"], name="questions_of_author"),
            models.Index(fields=["kind", "said_at"], name="questions_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="question", question=None, side="asker") | Q(kind="answer", question__isnull=False),
                name="questions_answer_has_question",
            ),
            models.CheckConstraint(condition=Q(helped_at=None) | Q(kind="answer"), name="questions_answers_help"),
            models.CheckConstraint(
                condition=Q(offline_at=None, offline_reason="") | (Q(offline_at__isnull=False) & ~Q(offline_reason="")),
                name="questions_offline_has_reason",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="questions_text_is_there"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    def get_absolute_url(self) -> str:
        """Its place in the conversation. An answer needs its question loaded."""
        if self.question is None:
            return reverse("questions:detail", args=[self.public_id])
        return f"{reverse('questions:detail', args=[self.question.public_id])}#{self.public_id}"

    @property
    def said(self) -> Localised:
        """The text with its language."""
        return Localised(self.text, self.language)

    @property
    def title(self) -> Localised:
        """The beginning of the text, in one line."""
        return Localised(shortened(" ".join(self.text.split()), TITLE), self.language)

    @property
    def is_question(self) -> bool:
        """Otherwise it is an answer."""
        return self.kind == Kind.QUESTION

    @property
    def is_legible(self) -> bool:
        """Neither withdrawn nor offline."""
        return self.withdrawn_at is None and self.offline_at is None

    @property
    def mark(self) -> str:
        """Fingerprint of the text as it is now."""
        return fingerprint(self.text)


class EarlierText(models.Model):
    """What stood there before an edit; for the secretariat."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="earlier")
    text = models.TextField(_("text"))
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)

    class Meta:
        verbose_name = _("earlier wording")
        verbose_name_plural = _("earlier wordings")
        ordering = ["-replaced_at", "-id"]

    def __str__(self) -> str:
        return f"{self.post_id} {self.replaced_at:%Y-%m-%d}"


class PostTranslation(models.Model):
    """A question or an answer in another language: wished for by a reader, then made once and kept beside the original."""

    class State(models.TextChoices):
        """How far it is."""

        ORDERED = "ordered", _("the machine is translating")
        WANTED = "wanted", _("waits for a translator")
        DONE = "done", _("translated")

    post = models.ForeignKey(Post, models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=12)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WANTED)
    text = models.TextField(_("text"), blank=True)
    is_machine = models.BooleanField(_("made by a machine"), default=False)
    made_from = models.CharField(max_length=16, blank=True)
    """Fingerprint of the original that was translated."""
    translator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    credit = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    """The town of the translator, where one translated."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("translation of a question or answer")
        verbose_name_plural = _("translations of questions and answers")
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="questions_translations_due")]
        constraints = [
            models.UniqueConstraint(fields=["post", "language"], name="questions_translation_once"),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(text=""), name="questions_done_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.language}"

    @property
    def shown(self) -> Localised:
        """The text with its language."""
        return Localised(self.text, self.language)
