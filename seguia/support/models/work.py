"""What keeps a case from being forgotten: who hands it to whom, and what is due when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.identifiers import new_public_id
from seguia.core.translated import Localised
from seguia.support.models.adviser import Adviser
from seguia.support.models.case import Case


class HandoverState(models.TextChoices):
    """What became of an offer to take over."""

    WAITING = "waiting", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    LAPSED = "lapsed", _("no longer needed")


class Handover(models.Model):
    """One adviser asks another to take over. Until the other takes it, the first stays responsible."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="handovers")
    from_adviser = models.ForeignKey(Adviser, models.CASCADE, null=True, blank=True, related_name="+")
    """None: the secretariat offers a case nobody has taken."""
    to_adviser = models.ForeignKey(Adviser, models.CASCADE, null=True, blank=True, related_name="handovers")
    """None: back to the queue, for anybody."""
    reason = models.TextField(_("reason"), max_length=2000)
    language = models.CharField(_("language"), max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=HandoverState.choices, default=HandoverState.WAITING)
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hand-over of a case")
        verbose_name_plural = _("hand-overs of cases")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=HandoverState.WAITING), name="support_handover_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.from_adviser_id} → {self.to_adviser_id}"

    @property
    def words(self) -> Localised:
        """The reason with its language."""
        return Localised(self.reason, self.language)


class ForWhom(models.TextChoices):
    """Who has to have done it."""

    ADVISER = "adviser", _("the adviser")
    TOWN = "town", _("the town")


class Deadline(models.Model):
    """Something to be done by a day."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines")
    text = models.CharField(_("what is to be done"), max_length=200)
    language = models.CharField(_("language"), max_length=12)
    due = models.DateField(_("by"))
    for_whom = models.CharField(_("for whom"), max_length=8, choices=ForWhom.choices, default=ForWhom.ADVISER)
    done_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["due", "id"]
        indexes = [models.Index(fields=["due"], condition=Q(done_at=None), name="support_deadline_open")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.due}"

    @property
    def label(self) -> Localised:
        """What is to be done, with its language."""
        return Localised(self.text, self.language)
