"""The change table that every node's index follows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """ "This object may look different now." Written in the transaction of the change itself."""

    kind = models.CharField(_("kind"), max_length=40)
    object_id = models.BigIntegerField(_("object"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"
