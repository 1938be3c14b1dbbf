"""Calls for dues and the invoices they make. An invoice is never changed: a credit note corrects it."""

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.identifiers import new_public_id
from seguia.dues.models.issuer import Issuer
from seguia.dues.models.ledger import AppendOnlyModel
from seguia.dues.models.scales import Scale
from seguia.dues.money import CURRENCIES, DECIMALS, DIGITS
from seguia.membership.models import Membership


class CallState(models.TextChoices):
    """How far a call is."""

    PREVIEW = "preview", _("preview")
    RUNNING = "running", _("being issued")
    DONE = "done", _("issued")
    CANCELLED = "cancelled", _("given up")


class Call(models.Model):
    """The dues of a year asked from all members at once: first a preview, then invoices made by the worker."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+", verbose_name=_("issuer"))
    issued_on = models.DateField(_("date of the invoices"))
    due_on = models.DateField(_("to be paid until"))
    state = models.CharField(_("state"), max_length=9, choices=CallState.choices, default=CallState.PREVIEW)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("call for dues")
        verbose_name_plural = _("calls for dues")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("issued_on")), name="dues_call_due_after_issue"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.state}"

    def get_absolute_url(self) -> str:
        """The page with preview and progress."""
        return reverse("dues:call", args=[self.public_id])


class ItemState(models.TextChoices):
    """What becomes of one member in a call."""

    PLANNED = "planned", _("to be invoiced")
    EXCLUDED = "excluded", _("left out")
    DONE = "done", _("invoiced")


class CallItem(models.Model):
    """One member in a call: the amount that was shown, or why there is none."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="items")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    scale = models.ForeignKey(Scale, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=ItemState.choices)
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    lines = models.JSONField(default=list)
    """`computation.Line.kept` of each."""
    reason = models.CharField(max_length=40, blank=True)
    """Code of why it is left out (`explanation.REASONS`)."""
    figures = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)
    """The words of the person who left it out."""
    invoice = models.OneToOneField("dues.Invoice", models.PROTECT, null=True, blank=True, related_name="call_item")

    class Meta:
        verbose_name = _("member in a call")
        verbose_name_plural = _("members in a call")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "membership"], name="dues_call_item_once"),
            models.CheckConstraint(condition=~Q(state="planned") | Q(amount__gt=0), name="dues_planned_has_amount"),
            models.CheckConstraint(condition=~Q(state="done") | Q(invoice__isnull=False), name="dues_done_has_invoice"),
        ]
        indexes = [models.Index(fields=["call", "state"], name="dues_item_state")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.membership_id} {self.state}"


class InvoiceKind(models.TextChoices):
    """Two kinds of paper in one table."""

    INVOICE = "invoice", _("invoice")
    CREDIT = "credit", _("credit note")


class Invoice(AppendOnlyModel):
    """A numbered paper. Everything that is printed is kept as it was on the day of issue."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=7, choices=InvoiceKind.choices, default=InvoiceKind.INVOICE)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    numbered_year = models.PositiveSmallIntegerField()
    """The year of issue, by which papers are counted; `year` is the year of the dues."""
    reference = models.CharField(_("number"), max_length=24, unique=True)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="invoices")
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="invoices")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="credit_notes")
    is_replacement = models.BooleanField(default=False)
    """Issued in place of one that was credited in full: then a year may have a second invoice."""
    issued_on = models.DateField(_("date"))
    due_on = models.DateField(_("to be paid until"))
    language = models.CharField(_("language"), max_length=12)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    total = models.DecimalField(_("amount"), max_digits=DIGITS, decimal_places=DECIMALS)
    lines = models.JSONField(default=list)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    payer = models.JSONField(default=dict)
    """Name by language and address of the member on the day of issue."""
    seller = models.JSONField(default=dict)
    """The issuer on the day of issue."""
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-numbered_year", "-number", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "kind", "numbered_year", "number"], name="dues_invoice_number"),
            models.UniqueConstraint(
                fields=["membership", "year"],
                condition=Q(kind="invoice", is_replacement=False),
                name="dues_one_invoice_a_year",
            ),
            models.CheckConstraint(condition=Q(total__gt=0), name="dues_invoice_total"),
            models.CheckConstraint(
                condition=~Q(kind="credit") | Q(corrects__isnull=False), name="dues_credit_corrects"
            ),
        ]
        indexes = [models.Index(fields=["due_on"]), models.Index(fields=["membership", "kind"])]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The page of the paper; whom it is shown to is decided there."""
        return reverse("dues:invoice", args=[self.public_id])

    def payer_name(self) -> Any:
        """The member's name as it was, by language."""
        return self.payer.get("name", {})


class Routing(models.Model):
    """How the invoice finds its way inside a public body. It can be changed until it is paid; amounts cannot."""

    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="routing")
    siret = models.CharField(
        "SIRET", max_length=14, blank=True, validators=[RegexValidator("^[0-9]{14}$", _("A SIRET has 14 digits."))]
    )
    siret_label = models.CharField(max_length=80, blank=True)
    service_code = models.CharField(_("service code"), max_length=100, blank=True)
    commitment = models.CharField(_("commitment number"), max_length=50, blank=True)
    ice = models.CharField(
        "ICE", max_length=15, blank=True, validators=[RegexValidator("^[0-9]{15}$", _("An ICE has 15 digits."))]
    )
    purchase_reference = models.CharField(_("your purchase reference"), max_length=80, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("routing of an invoice")
        verbose_name_plural = _("routing of invoices")

    def __str__(self) -> str:
        return f"{self.invoice_id}"
