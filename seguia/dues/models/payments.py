"""Payments, and the statements of the bank they are read from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.identifiers import new_public_id
from seguia.dues.models.billing import Invoice
from seguia.dues.models.issuer import Issuer
from seguia.dues.models.ledger import AppendOnlyModel
from seguia.dues.money import CURRENCIES, DECIMALS, DIGITS
from seguia.membership.models import Membership


class Method(models.TextChoices):
    """How money came."""

    TRANSFER = "transfer", _("bank transfer")
    WARRANT = "warrant", _("payment order of a public treasury")
    CHEQUE = "cheque", _("cheque")
    CARD = "card", _("card")
    CASH = "cash", _("cash")
    OTHER = "other", _("other")


class Payment(AppendOnlyModel):
    """Money received from a member; what it paid stands in the ledger. A wrong one is taken back, not changed."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="payments", verbose_name=_("member"))
    received_on = models.DateField(_("received on"))
    amount = models.DecimalField(_("amount"), max_digits=DIGITS, decimal_places=DECIMALS)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    method = models.CharField(_("way of payment"), max_length=8, choices=Method.choices)
    reference = models.CharField(
        _("reference"),
        max_length=80,
        unique=True,
        help_text=_("Of the bank or the cheque. The same reference is never entered twice."),
    )
    number = models.PositiveIntegerField()
    numbered_year = models.PositiveSmallIntegerField()
    receipt = models.CharField(_("receipt"), max_length=24, unique=True)
    payer = models.JSONField(default=dict)
    seller = models.JSONField(default=dict)
    language = models.CharField(max_length=12)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "numbered_year", "number"], name="dues_receipt_number"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="dues_payment_amount"),
        ]
        indexes = [models.Index(fields=["received_on"])]

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        """The page of the secretariat."""
        return reverse("dues:payment", args=[self.public_id])


class Statement(models.Model):
    """A file of the bank."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("file name"), max_length=200)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    known = models.PositiveIntegerField(default=0)
    """Lines of the file that had come with an earlier one."""

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where its lines are matched."""
        return reverse("dues:statement", args=[self.public_id])


class LineState(models.TextChoices):
    """What became of a line."""

    OPEN = "open", _("to be matched")
    RECORDED = "recorded", _("recorded")
    IGNORED = "ignored", _("not dues")


class StatementLine(models.Model):
    """One amount that came in; recorded as a payment only when somebody confirms."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    on = models.DateField(_("date"))
    amount = models.DecimalField(_("amount"), max_digits=DIGITS, decimal_places=DECIMALS)
    label = models.CharField(_("wording"), max_length=500, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    """Of account currency, date, amount, wording and how often these came before: a file read twice adds nothing."""
    state = models.CharField(max_length=8, choices=LineState.choices, default=LineState.OPEN)
    suggested = models.ForeignKey(Invoice, models.SET_NULL, null=True, blank=True, related_name="+")
    certainty = models.CharField(max_length=8, blank=True)
    """`number` when the wording names the invoice, `amount` when only one open invoice has this amount."""
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, blank=True, related_name="statement_line")

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of a statement")
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.on} {self.amount}"
