"""A file that goes with a method: the template itself, a form, a guide to print."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from seguia.core.identifiers import new_public_id
from seguia.files.models import StoredFile
from seguia.library.models.method import Method


class MethodDocument(models.Model):
    """A document is written in one language; the file of another language is another document."""

    method = models.ForeignKey(Method, models.CASCADE, related_name="documents", verbose_name=_("method"))
    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="+", verbose_name=_("file"))
    key = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    label = models.CharField(_("what it is"), max_length=160)
    language = models.CharField(_("language"), max_length=12)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label
