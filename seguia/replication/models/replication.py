"""One town takes up one action of another town."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seguia.actions.models import Action, Status
from seguia.core.fields import TranslatedField
from seguia.core.identifiers import new_public_id
from seguia.core.translated import Localised, TranslatedText
from seguia.membership.models import Organisation
from seguia.membership.queries import organisation_ids_of


class PlanStage(models.TextChoices):
    """How far the town is with it."""

    PLANNED = "planned", pgettext_lazy("stage of a replication", "planned")
    UNDER_WAY = "under_way", pgettext_lazy("stage of a replication", "under way")
    DONE = "done", pgettext_lazy("stage of a replication", "done")
    ABANDONED = "abandoned", pgettext_lazy("stage of a replication", "abandoned")


class Consent(models.TextChoices):
    """What the town of origin says of being named as the origin."""

    NONE = "none", _("not asked yet")
    WAITING = "waiting", _("waits for an answer")
    CONFIRMED = "confirmed", _("confirmed by the town of origin")
    REFUSED = "refused", _("not wished by the town of origin")
    WITHDRAWN = "withdrawn", _("withdrawn by the town of origin")


_BADGES = {
    PlanStage.PLANNED: "idea",
    PlanStage.UNDER_WAY: "engaged",
    PlanStage.DONE: "done",
    PlanStage.ABANDONED: "outdated",
}


class ReplicationQuerySet(models.QuerySet["Replication"]):
    """Which plans a person may see."""

    def visible_to(self, user: Any) -> Self:
        """Shown plans for all; every plan for the people of its town and for the secretariat. `rules.can_view` says
        the same of one plan."""
        if getattr(user, "is_active", False) and user.is_staff:
            return self
        return self.filter(Q(is_shown=True) | Q(organisation_id__in=organisation_ids_of(user)))

    def shown(self) -> Self:
        """What everybody may see."""
        return self.filter(is_shown=True)

    def linked(self) -> Self:
        """Shown, and tied to their origin before everybody: the town of origin agrees and its sheet is published."""
        return self.filter(is_linked=True, source_action__status=Status.PUBLISHED)

    def for_lists(self) -> Self:
        """What a line of a list shows, in one query."""
        return self.select_related(
            "organisation__territory", "source_action__organisation__territory", "own_action"
        ).defer("source_content", "source_action__problem", "source_action__done", "own_action__done")


class Replication(models.Model):
    """A town's plan to do what another town did, and what became of it. It belongs to the town, not to a login."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="replications", verbose_name=_("organisation")
    )
    source_action = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="replications", verbose_name=_("source action")
    )
    source_public_id = models.CharField(max_length=8, editable=False)
    source_version = models.PositiveIntegerField(default=0, editable=False)
    source_title = TranslatedField(_("title of the source action"), max_length=160)
    source_language = models.CharField(max_length=12, editable=False)
    source_organisation = TranslatedField(_("organisation of the source action"), max_length=200)
    source_content = models.JSONField(default=dict, editable=False)
    """The sheet as it was when it was taken up (`actions.content.snapshot`), without e-mail address and files."""
    own_action = models.OneToOneField(
        Action, models.SET_NULL, null=True, blank=True, related_name="replication", verbose_name=_("own action")
    )

    language = models.CharField(_("language of the plan"), max_length=12)
    stage = models.CharField(_("stage"), max_length=10, choices=PlanStage.choices, default=PlanStage.PLANNED)
    lessons = models.TextField(_("what we learnt"), max_length=4000, blank=True)
    reason = models.TextField(_("why it was abandoned"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    is_shown = models.BooleanField(default=False)
    shown_at = models.DateTimeField(null=True, blank=True)
    consent = models.CharField(_("consent"), max_length=10, choices=Consent.choices, default=Consent.NONE)
    consent_at = models.DateTimeField(null=True, blank=True)
    consent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    is_linked = models.BooleanField(default=False)
    """Shown and confirmed: kept beside both so that a tree is one walk through one index."""
    linked_at = models.DateTimeField(null=True, blank=True)
    """When it first was."""

    told_version = models.PositiveIntegerField(default=0, editable=False)
    told_status = models.CharField(max_length=10, blank=True, editable=False)
    """What the people of the plan last heard of the source."""
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = ReplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("replication")
        verbose_name_plural = _("replications")
        ordering = ["-shown_at", "-id"]
        indexes = [
            models.Index(fields=["source_action", "id"], condition=Q(is_linked=True), name="replication_links"),
            models.Index(fields=["is_shown", "-shown_at"], name="replication_shown"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(source_action=F("own_action")), name="replication_not_of_itself"),
            models.CheckConstraint(
                condition=Q(is_linked=False) | Q(is_shown=True, consent="confirmed", linked_at__isnull=False),
                name="replication_link_has_consent",
            ),
            models.CheckConstraint(
                condition=Q(is_shown=False) | Q(shown_at__isnull=False), name="replication_shown_has_date"
            ),
            models.CheckConstraint(condition=~Q(stage="abandoned") | ~Q(reason=""), name="replication_why_abandoned"),
            models.UniqueConstraint(
                fields=["organisation", "source_action"],
                condition=~Q(stage="abandoned") & Q(source_action__isnull=False),
                name="replication_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} ← {self.source_public_id}"

    def get_absolute_url(self) -> str:
        """The page of the plan."""
        return reverse("replication:detail", args=[self.public_id])

    @property
    def has_public_source(self) -> bool:
        """Whether everybody may read from where it came. Reads `source_action`."""
        source = self.source_action
        return self.is_linked and source is not None and source.status == Status.PUBLISHED

    def source_label(self) -> Localised:
        """The title the source had when it was taken up."""
        return TranslatedText(self.source_title).localised(original=self.source_language)

    @property
    def public_own_action(self) -> Action | None:
        """The own sheet, if it is published. Reads `own_action`."""
        own = self.own_action
        return own if own is not None and own.status == Status.PUBLISHED else None

    @property
    def badge(self) -> str:
        """The design system's name for the look of the stage."""
        return _BADGES[PlanStage(self.stage)]
