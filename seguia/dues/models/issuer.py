"""Who writes the invoices: the network itself, and how its papers are numbered."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField


class Issuer(models.Model):
    """The legal person that asks for dues, as it stands on every paper."""

    code = models.CharField(
        _("short code"),
        max_length=8,
        unique=True,
        validators=[RegexValidator("^[A-Z][A-Z0-9]{0,7}$", _("Use capital letters A to Z and digits."))],
        help_text=_(
            "Begins the number of every invoice: EV in EV-2027-00001. It cannot be changed once a paper is issued."
        ),
    )
    name = TranslatedField(_("name"), blank=False, max_length=160)
    address = TranslatedField(_("postal address"), blank=False, max_length=400, multiline=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True, help_text=_("14 digits, for a body in France."))
    ice = models.CharField("ICE", max_length=15, blank=True, help_text=_("15 digits, for a body in Morocco."))
    bank = models.CharField(_("bank"), max_length=120, blank=True)
    iban = models.CharField("IBAN", max_length=34, blank=True)
    rib = models.CharField("RIB", max_length=24, blank=True, help_text=_("24 digits, for an account in Morocco."))
    bic = models.CharField("BIC", max_length=11, blank=True)
    vat_note = TranslatedField(
        _("note on VAT"), max_length=300, help_text=_("For example: “VAT not applicable, article 293 B of the CGI”.")
    )
    payment_note = TranslatedField(_("how to pay"), max_length=500, multiline=True)
    is_default = models.BooleanField(_("issues new invoices"), default=False)

    class Meta:
        verbose_name = _("issuer")
        verbose_name_plural = _("issuers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="dues_one_default_issuer")
        ]

    def __str__(self) -> str:
        return str(self.name)


class Series(models.TextChoices):
    """Papers that are numbered without gaps, each by itself."""

    INVOICE = "invoice", _("invoice")
    CREDIT = "credit", _("credit note")
    RECEIPT = "receipt", _("receipt")


class Counter(models.Model):
    """The last number of a series of a year; raised in the transaction that uses it, so no number is lost."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+")
    series = models.CharField(max_length=8, choices=Series.choices)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")
        constraints = [models.UniqueConstraint(fields=["issuer", "series", "year"], name="dues_counter_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
