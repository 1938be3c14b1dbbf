"""A person who holds or held elected office: a name, nothing else. Birth data of registers never enters."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seguia.core.identifiers import new_public_id
from seguia.core.languages import current_language, direction
from seguia.core.text import clean_text
from seguia.core.translated import Localised
from seguia.mandates.names import name_key


class Official(models.Model):
    """A person in elected office, as public registers name them."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    latin_name = models.CharField(_("name in Latin script"), max_length=160, blank=True)
    arabic_name = models.CharField(_("name in Arabic script"), max_length=160, blank=True)
    latin_key = models.CharField(max_length=200, blank=True, editable=False, db_index=True)
    arabic_key = models.CharField(max_length=200, blank=True, editable=False, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="officials",
        verbose_name=_("account"),
    )
    """The account of the person, once they accepted an invitation. The public record stays when the account goes."""
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("elected official")
        verbose_name_plural = _("elected officials")
        constraints = [
            models.CheckConstraint(
                condition=~Q(latin_name="") | ~Q(arabic_name=""), name="mandates_official_has_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.latin_name or self.arabic_name

    def clean(self) -> None:
        """A name in one script at least; no invisible characters."""
        self.latin_name = clean_text(self.latin_name, multiline=False)
        self.arabic_name = clean_text(self.arabic_name, multiline=False)
        if not self.latin_name and not self.arabic_name:
            raise ValidationError(_("Write the name in at least one script."), code="no_name")
        self.note_keys()

    def note_keys(self) -> None:
        """Keep the keys beside the names; who writes many rows at once calls this first."""
        self.latin_key, self.arabic_key = name_key(self.latin_name), name_key(self.arabic_name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The keys follow the names."""
        self.note_keys()
        super().save(*args, **kwargs)

    @property
    def name(self) -> Localised:
        """The name in the script of the page where it is known, else in the other one."""
        reads_arabic = direction(current_language()) == "rtl"
        if self.arabic_name and (reads_arabic or not self.latin_name):
            return Localised(self.arabic_name, "ar")
        return Localised(self.latin_name, "fr")

    @property
    def names(self) -> list[Localised]:
        """Every script it is known in, the reader's first."""
        both = [Localised(self.latin_name, "fr"), Localised(self.arabic_name, "ar")]
        return sorted(filter(None, both), key=lambda name: name.text != self.name.text)
