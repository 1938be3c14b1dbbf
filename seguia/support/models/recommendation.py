"""What an adviser recommends for a case, and how far the town has come with it."""

from typing import Self

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seguia.core.identifiers import new_public_id
from seguia.core.translated import Localised
from seguia.support.models.case import Case


class RecommendationKind(models.TextChoices):
    """What sort of thing is recommended."""

    ACTION = "action", _("action of another town")
    METHOD = "method", _("method, guide or tool")
    EXPERT = "expert", _("expert")
    COURSE = "course", _("course")
    FUNDING = "funding", _("funding")
    OTHER = "other", _("other recommendation")


class RecommendationStatus(models.TextChoices):
    """How far it has come. The town decides from `PROPOSED` on."""

    DRAFT = "draft", pgettext_lazy("recommendation", "draft")
    PROPOSED = "proposed", pgettext_lazy("recommendation", "proposed")
    ACCEPTED = "accepted", pgettext_lazy("recommendation", "accepted")
    UNDER_WAY = "under-way", pgettext_lazy("recommendation", "under way")
    DONE = "done", pgettext_lazy("recommendation", "done")
    DECLINED = "declined", pgettext_lazy("recommendation", "not for us")


class Obstacle(models.TextChoices):
    """Why something is not for a town: counted, so that the network learns what stands in the way."""

    COST = "cost", _("too expensive for us")
    PEOPLE = "people", _("we lack the people or the skills")
    CONTEXT = "context", _("it does not suit our town")
    RULES = "rules", _("rules or ownership do not allow it")
    KNOWN = "known", _("we do it already, or tried it")
    LATER = "later", _("not now")
    OTHER = "other", _("another reason")


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """Drafts are seen by who may write them, the rest by everybody of the case."""

    def sent(self) -> Self:
        """What the town may read."""
        return self.exclude(status=RecommendationStatus.DRAFT)

    def drafts(self) -> Self:
        """What has not left the desk."""
        return self.filter(status=RecommendationStatus.DRAFT)


class Recommendation(models.Model):
    """One thing an adviser recommends, with the reason why it suits this town."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="recommendations")
    kind = models.CharField(_("kind"), max_length=8, choices=RecommendationKind.choices)
    target_kind = models.CharField(max_length=40, blank=True)
    """A kind of `recommendations.targets`; empty for what stands outside the network."""
    target_id = models.CharField(max_length=40, blank=True)
    """Its public identifier."""
    label = models.CharField(_("name"), max_length=200)
    """What it was called when it was recommended: said of one that is gone since."""
    label_language = models.CharField(max_length=12)
    address = models.URLField(
        _("address"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["https"], message=_("The address must begin with https://."))],
    )
    why = models.TextField(_("why it suits you"), max_length=4000, blank=True)
    language = models.CharField(_("language"), max_length=12)
    status = models.CharField(
        _("state"), max_length=10, choices=RecommendationStatus.choices, default=RecommendationStatus.DRAFT
    )
    obstacle = models.CharField(_("what stands in the way"), max_length=8, choices=Obstacle.choices, blank=True)
    reason = models.TextField(_("in your own words"), max_length=2000, blank=True)
    """Why not, or why later: as the town put it."""
    reason_language = models.CharField(max_length=12, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    proposed_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["case", "status"], name="support_recommendation_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=RecommendationStatus.DRAFT, proposed_at=None)
                | ~Q(status=RecommendationStatus.DRAFT) & Q(proposed_at__isnull=False),
                name="support_recommendation_proposed_has_date",
            ),
            models.CheckConstraint(
                condition=Q(target_kind="", target_id="") | ~Q(target_kind="") & ~Q(target_id=""),
                name="support_recommendation_target_whole",
            ),
            models.CheckConstraint(
                condition=Q(status=RecommendationStatus.DECLINED) & ~Q(obstacle="")
                | ~Q(status=RecommendationStatus.DECLINED) & Q(obstacle="", reason=""),
                name="support_recommendation_declined_has_reason",
            ),
            models.UniqueConstraint(
                fields=["case", "target_kind", "target_id"],
                condition=~Q(target_kind=""),
                name="support_recommendation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.public_id}"

    @property
    def name(self) -> Localised:
        """What it is called, with the language."""
        return Localised(self.label, self.label_language)

    @property
    def words(self) -> Localised:
        """The reason it was recommended for, with the language."""
        return Localised(self.why, self.language)

    @property
    def why_not(self) -> Localised:
        """The town's reason, with the language."""
        return Localised(self.reason, self.reason_language)


class RecommendationChange(models.Model):
    """One step of a recommendation: kept when the next one comes."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="changes")
    status = models.CharField(max_length=10, choices=RecommendationStatus.choices)
    obstacle = models.CharField(max_length=8, choices=Obstacle.choices, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    reason_language = models.CharField(max_length=12, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("step of a recommendation")
        verbose_name_plural = _("steps of recommendations")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.recommendation_id} {self.status}"
