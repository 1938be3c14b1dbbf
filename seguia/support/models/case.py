"""A request for help: what a town needs, who works on it, what came of it."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Action
from seguia.core.identifiers import new_public_id
from seguia.core.translated import Localised
from seguia.membership.models import Organisation
from seguia.support.models.adviser import Adviser
from seguia.vocabulary.models import Concept

REOPENING = datetime.timedelta(days=30)
"""How long a town may take up a case again that was closed or withdrawn."""


class CaseKind(models.TextChoices):
    """What sort of help is asked for."""

    METHOD = "method", _("methodological help")
    INSTITUTIONAL = "institutional", _("institutional help")


class InstitutionalMatter(models.TextChoices):
    """What the network is asked to do towards institutions; the secretariat sees to it."""

    LETTER = "letter", _("letter of support")
    MINISTRY = "ministry", _("contact with a ministry")
    LEGAL = "legal", _("legal question")
    OTHER = "other", _("another institutional matter")


class CaseStatus(models.TextChoices):
    """Whose turn it is."""

    OPEN = "open", _("waits for an adviser")
    TAKEN = "taken", _("an adviser works on it")
    WAITING = "waiting", _("waits for the town")
    CLOSED = "closed", _("closed")
    WITHDRAWN = "withdrawn", _("withdrawn")


WORKED_ON = (CaseStatus.TAKEN, CaseStatus.WAITING)
"""States in which an adviser is responsible."""
ENDED = (CaseStatus.CLOSED, CaseStatus.WITHDRAWN)


class Outcome(models.TextChoices):
    """What came of it, in the words of who closes it."""

    HELPED = "helped", _("it helped")
    PARTLY = "partly", _("it helped in part")
    NOT = "not", _("it did not help")
    FOUND = "found", _("what was found at once helped")
    """No adviser was needed: the town found what it was looking for among the suggestions."""


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases; who may see which is said by `queries.visible_cases`."""


class Case(models.Model):
    """One need of one town. It belongs to the organisation, not to the person who wrote it down."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="support_cases", verbose_name=_("organisation")
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind of help"), max_length=14, choices=CaseKind.choices, default=CaseKind.METHOD)
    matter = models.CharField(_("matter"), max_length=10, choices=InstitutionalMatter.choices, blank=True)
    """Of institutional cases only."""
    language = models.CharField(_("language"), max_length=12)
    """In which the need is written, and in which the town is answered."""
    title = models.CharField(_("title"), max_length=160)
    need = models.TextField(_("what you need"), max_length=8000)
    themes = models.ManyToManyField(Concept, related_name="support_cases", blank=True, verbose_name=_("themes"))
    wished_by = models.DateField(_("wished by"), null=True, blank=True)
    status = models.CharField(
        _("state"), max_length=10, choices=CaseStatus.choices, default=CaseStatus.OPEN, editable=False
    )
    adviser = models.ForeignKey(
        Adviser, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("adviser")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When the first adviser took it."""
    first_answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    """The first word of an adviser or the secretariat that the town could read."""
    town_wrote_at = models.DateTimeField(null=True, blank=True, editable=False)
    desk_wrote_at = models.DateTimeField(null=True, blank=True, editable=False)
    """The last public message of either side: who waits for whom, and for how long."""
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When it was closed or withdrawn."""
    changed_at = models.DateTimeField(auto_now=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    result = models.TextField(_("result"), max_length=4000, blank=True)
    result_language = models.CharField(max_length=12, blank=True)
    action = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("action")
    )
    """The sheet the town made of it."""
    version = models.PositiveIntegerField(default=1, editable=False)
    """Counts up with each change of state: who decides on an older one is told."""

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(status=CaseStatus.OPEN, adviser=None)
                    | Q(status__in=[*WORKED_ON], adviser__isnull=False)
                    | Q(status__in=[*ENDED])
                ),
                name="support_case_adviser_by_state",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[*ENDED], closed_at=None) & ~Q(status=CaseStatus.CLOSED, outcome=""),
                name="support_case_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(kind=CaseKind.INSTITUTIONAL) | Q(matter=""), name="support_case_matter_of_institutional"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "kind", "asked_at"], name="support_case_queue"),
            models.Index(fields=["organisation", "status"], name="support_case_town"),
            models.Index(fields=["adviser", "status"], name="support_case_adviser"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.status}"

    def get_absolute_url(self) -> str:
        """The page of the case; for its people only."""
        return reverse("support:case", args=[self.public_id])

    @property
    def label(self) -> Localised:
        """The title with its language."""
        return Localised(self.title, self.language)

    @property
    def need_words(self) -> Localised:
        """The need with its language."""
        return Localised(self.need, self.language)

    @property
    def result_words(self) -> Localised:
        """The result with its language."""
        return Localised(self.result, self.result_language)

    @property
    def is_ended(self) -> bool:
        """Whether it is closed or withdrawn."""
        return self.status in ENDED

    @property
    def may_be_reopened(self) -> bool:
        """Whether the town may still take it up again."""
        return self.is_ended and self.closed_at is not None and timezone.now() < self.closed_at + REOPENING
