"""Dues of the demonstration: scales in two currencies, one call, some payments, one reminder overdue. Invented figures."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from seguia.accounts.models import User
from seguia.dues.models import Call, CallState, Invoice, Issuer, KindAmount, Scale, ScaleBracket
from seguia.dues.money import quantised
from seguia.dues.queries.balances import with_balance
from seguia.dues.services.calls import prepare_call, run_call_step, start_call
from seguia.dues.services.payments import record_payment
from seguia.dues.services.scales import put_in_force, save_scale

ISSUER: dict[str, Any] = {
    "code": "EV",
    "name": {
        "ar": "شبكة المدن الإيكولوجية",
        "fr": "Réseau des villes écologiques",
        "en": "Network of ecological towns",
    },
    "address": {
        "ar": "12، شارع النخيل\n10000 الرباط\nالمغرب",
        "fr": "12, avenue des Palmiers\n10000 Rabat\nMaroc",
        "en": "12, avenue des Palmiers\n10000 Rabat\nMorocco",
    },
    "email": "cotisations@demonstration.invalid",
    "bank": "Banque de démonstration",
    "iban": "FR7630006000011234567890189",
    "vat_note": {
        "ar": "جمعية غير خاضعة للضريبة على القيمة المضافة",
        "fr": "Association non assujettie à la TVA",
        "en": "Association not subject to VAT",
    },
    "payment_note": {
        "ar": "بتحويل بنكي في الحساب أسفله. الأداء بشيك مقبول كذلك.",
        "fr": "Par virement sur le compte ci-dessous. Le chèque est accepté.",
        "en": "By transfer to the account below. Cheques are accepted.",
    },
    "is_default": True,
}
NOTE = {
    "ar": "سلم للعرض فقط: مبالغ غير حقيقية.",
    "fr": "Barème de démonstration : montants inventés.",
    "en": "A scale for the demonstration: invented amounts.",
}
SCALES: list[tuple[str, list[str], list[tuple[int, int | None, int]], int]] = [
    (
        "MAD",
        ["MA"],
        [(0, 9999, 2000), (10000, 49999, 5000), (50000, 99999, 10000), (100000, 499999, 20000), (500000, None, 40000)],
        1500,
    ),
    (
        "EUR",
        [],
        [(0, 1999, 150), (2000, 9999, 300), (10000, 49999, 900), (50000, 199999, 1800), (200000, None, 3600)],
        200,
    ),
]


def create_demo_dues() -> None:
    """Once: scales, a call with all its invoices, most of them paid. Without members there is nothing to ask."""
    staff = User.objects.filter(is_staff=True).order_by("pk").first()
    if staff is None or Issuer.objects.exists():
        return
    issuer = Issuer.objects.create(**ISSUER)
    year = timezone.localdate().year
    for currency, countries, brackets, association in SCALES:
        create_scale(staff, year, currency, countries, brackets, association)
    call = _issued_call(staff, issuer, year)
    if call:
        _create_payments(staff, call)


def create_scale(
    staff: User,
    year: int,
    currency: str,
    countries: list[str],
    brackets: list[tuple[int, int | None, int]],
    association: int,
) -> None:
    names = {
        "ar": f"سلم واجبات الانخراط {year} ({currency})",
        "fr": f"Barème des cotisations {year} ({currency})",
        "en": f"Scale of dues {year} ({currency})",
    }
    scale = Scale(year=year, name=names, note=NOTE, currency=currency, countries=countries, is_pro_rata=True)
    rows = [
        ScaleBracket(population_from=low, population_to=high, amount=Decimal(amount)) for low, high, amount in brackets
    ]
    kinds = [
        KindAmount(kind=kind, amount=Decimal(association))
        for kind in ("association", "foundation", "university", "school")
    ]
    save_scale(user=staff, scale=scale, brackets=rows, kinds=kinds)
    put_in_force(user=staff, scale=scale, decided_on=datetime.date(year - 1, 12, 10), reference=f"AG {year - 1}/3")


def _issued_call(staff: User, issuer: Issuer, year: int) -> Call | None:
    issued = datetime.date(year, 1, 15)
    call = prepare_call(user=staff, year=year, issuer=issuer, issued_on=issued, due_on=datetime.date(year, 3, 31))
    if not call.items.filter(state="planned").exists():
        return None
    start_call(user=staff, call=call)
    while Call.objects.filter(pk=call.pk, state=CallState.RUNNING).exists():
        run_call_step(call, 200)
    return call


def _create_payments(staff: User, call: Call) -> None:
    """Of seven invoices five are paid, one in part, one not at all; the towns people try the demonstration as owe some."""
    today = timezone.localdate()
    for place, invoice in enumerate(with_balance(Invoice.objects.filter(call=call)).order_by("pk")):
        half = quantised(invoice.balance / 2, invoice.currency)
        part = {5: half, 6: Decimal(0)}.get(place % 7, invoice.balance)
        day = min(today, invoice.issued_on + datetime.timedelta(days=10 + 9 * (place % 8)))
        if part > 0:
            record_payment(
                user=staff, membership=invoice.membership, received_on=day, amount=part, currency=invoice.currency,
                method="transfer", reference=f"DEMO-{invoice.reference}", invoice=invoice,
            )  # fmt: skip
