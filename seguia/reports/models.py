"""What readers reported, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seguia.core.identifiers import new_public_id
from seguia.core.translated import Localised


class Reason(models.TextChoices):
    """What is wrong."""

    FACT = "fact", _("something is wrong or out of date")
    PERSONAL = "personal", _("it shows personal data")
    COPYRIGHT = "copyright", _("it uses a text or picture without permission")
    OFFENSIVE = "offensive", _("it is insulting or hateful")
    LINK = "link", _("a link does not work")
    OTHER = "other", _("something else")


class Decision(models.TextChoices):
    """What the secretariat answered."""

    NONE = "none", _("no change needed")
    MEND = "mend", _("the authors are asked to mend it")
    OFFLINE = "offline", _("taken offline")


class Report(models.Model):
    """One report about one thing. Who reports may stay unknown."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    """A kind of `reports.registry`."""
    key = models.CharField(_("key"), max_length=80)
    title = models.CharField(_("title"), max_length=300)
    """What it was called when it was reported."""
    title_language = models.CharField(max_length=12)
    reason = models.CharField(_("what is wrong"), max_length=10, choices=Reason.choices)
    text = models.TextField(_("description"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=12)
    """The language of the page on which it was written, and of the answer."""
    address = models.EmailField(_("e-mail address for the answer"), blank=True)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("reported"), auto_now_add=True)

    decision = models.CharField(_("decision"), max_length=8, choices=Decision.choices, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["at", "id"], condition=Q(decision=""), name="reports_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | ~Q(decision="") & Q(decided_at__isnull=False),
                name="reports_decided_has_date",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(address="", text="", reporter=None), name="reports_erased_is_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.public_id}"

    @property
    def label(self) -> Localised:
        """The title with its language."""
        return Localised(self.title, self.title_language)
