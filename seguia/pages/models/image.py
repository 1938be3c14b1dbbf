"""The picture library of the editorial pages: what a picture shows, whose it is, where it is used."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField
from seguia.core.identifiers import new_public_id
from seguia.core.languages import language_codes
from seguia.core.translated import as_translated
from seguia.files.models import StoredFile

OWNER_KIND = "pages.image"


class ImageLicence(models.TextChoices):
    """Under what a picture may be used, by SPDX identifier where there is one."""

    CC_BY = "CC-BY-4.0", "Creative Commons BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "Creative Commons BY-SA 4.0"
    CC0 = "CC0-1.0", "Creative Commons CC0 1.0"
    ETALAB = "etalab-2.0", "Licence Ouverte 2.0"
    PERMITTED = "permitted", _("used with the author's permission")


class Image(models.Model):
    """A picture that pages and news may show; its file is checked and kept by `files`."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", null=True, editable=False)
    """Empty only inside the transaction that adds the picture."""
    alt = TranslatedField(
        _("what it shows"),
        max_length=300,
        blank=False,
        help_text=_("For those who cannot see the picture: who or what is seen, doing what. One language is enough."),
    )
    credit = models.CharField(_("author"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=ImageLicence.choices, default=ImageLicence.CC_BY)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("picture of the library")
        verbose_name_plural = _("picture library")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return str(self.alt)

    @property
    def missing_languages(self) -> list[str]:
        """Languages in which nobody has said what it shows."""
        return [code for code in language_codes() if not as_translated(self.alt).get(code)]


class ImageUse(models.Model):
    """A page shows a picture; the row keeps the picture from being deleted."""

    image = models.ForeignKey(Image, models.PROTECT, related_name="uses")
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="image_uses")

    class Meta:
        verbose_name = _("use of a picture")
        verbose_name_plural = _("uses of pictures")
        constraints = [models.UniqueConstraint(fields=["image", "page"], name="pages_image_use_once")]

    def __str__(self) -> str:
        return f"{self.image_id} in {self.page_id}"
