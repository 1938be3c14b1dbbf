"""A stored file: what it is, whose it is, where it lies."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from seguia.core.identifiers import new_public_id


class FileKind(models.TextChoices):
    """What a file is used as."""

    PICTURE = "picture", _("picture")
    DOCUMENT = "document", _("document")


class StoredFile(models.Model):
    """A checked upload. Its owner is named by kind and id; the owner's app says who may see it."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=FileKind.choices)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    place = models.CharField(max_length=200, unique=True)
    """Path in the storage; random, without the given name."""
    renditions = models.JSONField(default=dict)
    """Pictures: `{"480": place, …}`, WebP by width in pixels."""
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    owner_kind = models.CharField(max_length=60)
    owner_id = models.CharField(max_length=40)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [models.Index(fields=["owner_kind", "owner_id"])]

    def __str__(self) -> str:
        return self.name
