"""The append-only record of deeds, each row sealed to the one before it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class _PersonIfKnown(ForwardManyToOneDescriptor):  # type: ignore[type-arg]
    """None, not an error, once erasure has cut the link between a deed and its person."""

    def get_object(self, instance: Any) -> Any:
        """One query; none for a deed of nobody."""
        return self.get_queryset(instance=instance).filter(deed_ref=instance.person_ref).first()


class PersonLink(models.ForeignObject):  # type: ignore[type-arg]
    """A relation without a column of its own: by the meaningless name that the person's account carries."""

    forward_related_accessor_class = _PersonIfKnown


class AuditEvent(models.Model):
    """One deed: a code (`actions.action.published`), its object, its person, a few facts. Never a sentence."""

    number = models.BigIntegerField(_("number"), unique=True, null=True, editable=False)
    """1, 2, 3 … without a gap; given with the seal, a moment after the deed (see `chain.py`)."""
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    person_ref = models.CharField(max_length=32, null=True, blank=True, db_index=True, editable=False)
    actor = PersonLink(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        from_fields=["person_ref"],
        to_fields=["deed_ref"],
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    code = models.CharField(_("deed"), max_length=80)
    object_kind = models.CharField(_("kind of object"), max_length=60)
    object_id = models.CharField(_("object"), max_length=40)
    facts = models.JSONField(_("facts"), default=dict)
    previous = models.CharField(max_length=64, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("deed")
        verbose_name_plural = _("deeds")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_kind", "object_id"]),
            models.Index(fields=["code", "id"], name="audit_code"),
            models.Index(fields=["id"], condition=models.Q(number=None), name="audit_unsealed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number=None, digest="") | (models.Q(number__gte=1) & ~models.Q(digest="")),
                name="audit_sealed_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.object_kind}:{self.object_id}"
