"""The ledger: double entry, append-only. What is owed, paid and kept as credit is always read from here."""

import hashlib
import json
from decimal import Decimal
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.dues.money import DECIMALS, DIGITS


class Account(models.TextChoices):
    """The accounts. Debit is positive: what the network has or is owed; credit is negative."""

    RECEIVABLE = "receivable", _("dues receivable")
    INCOME = "income", _("income from dues")
    BANK = "bank", _("bank and cash")
    CREDIT = "credit", _("credit of members")
    WRITE_OFF = "write_off", _("dues written off")


class EntryKind(models.TextChoices):
    """What happened."""

    INVOICE = "invoice", _("invoice issued")
    CREDIT_NOTE = "credit_note", _("credit note issued")
    PAYMENT = "payment", _("payment received")
    ALLOCATION = "allocation", _("credit used")
    REFUND = "refund", _("refund")
    REVERSAL = "reversal", _("payment taken back")
    WRITE_OFF = "write_off", _("written off")


class AppendOnly(Exception):
    """Somebody tried to change what was written; a correction is a new entry."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are only ever added."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("the ledger is never changed; write a correcting entry")

    def delete(self) -> NoReturn:
        raise AppendOnly("the ledger is never changed; write a correcting entry")


class AppendOnlyModel(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(f"{self._meta.model_name} {self.pk} is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(f"{self._meta.model_name} {self.pk} is never deleted")


class Entry(AppendOnlyModel):
    """One deed: postings that add up to nothing in each currency. Numbered without gaps, chained by digest."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind.choices)
    on = models.DateField(_("date"))
    at = models.DateTimeField(_("written"), default=timezone.now)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    """Of the paper behind it: an invoice, a payment."""
    note = models.CharField(_("note"), max_length=300, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 over the digest of the entry before and everything in this one but the person."""

    class Meta:
        verbose_name = _("entry of the ledger")
        verbose_name_plural = _("entries of the ledger")
        ordering = ["number"]
        indexes = [models.Index(fields=["on"])]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    def digest_after(self, before: str, postings: "list[Posting]") -> str:
        """What the digest has to be."""
        rows = [
            [p.account, p.membership_id, p.invoice_id, p.payment_id, p.currency, f"{Decimal(p.amount):.{DECIMALS}f}"]
            for p in postings
        ]
        content = [
            before,
            self.number,
            self.kind,
            self.on.isoformat(),
            self.reference,
            self.note,
            self.reverses_id,
            rows,
        ]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


class Posting(AppendOnlyModel):
    """An amount on an account; debit positive, credit negative."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings")
    account = models.CharField(_("account"), max_length=12, choices=Account.choices)
    membership = models.ForeignKey(
        "membership.Membership", models.PROTECT, null=True, blank=True, related_name="postings"
    )
    invoice = models.ForeignKey("dues.Invoice", models.PROTECT, null=True, blank=True, related_name="postings")
    payment = models.ForeignKey("dues.Payment", models.PROTECT, null=True, blank=True, related_name="postings")
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=DIGITS, decimal_places=DECIMALS)

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["account", "invoice"], name="dues_posting_invoice"),
            models.Index(fields=["account", "membership", "currency"], name="dues_posting_member"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="dues_posting_not_zero"),
            models.CheckConstraint(
                condition=~Q(account="receivable") | Q(invoice__isnull=False), name="dues_receivable_has_invoice"
            ),
            models.CheckConstraint(
                condition=~Q(account__in=["receivable", "credit"]) | Q(membership__isnull=False),
                name="dues_posting_has_member",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount} {self.currency}"
