"""What every test of dues begins with: an issuer, scales in two currencies, memberships of the cast."""

import datetime
from decimal import Decimal
from typing import Any

from seguia.config.testing import Cast, make_user
from seguia.dues.models import Invoice, Issuer, KindAmount, Payment, Scale, ScaleBracket
from seguia.dues.services.invoices import issue_invoice
from seguia.dues.services.payments import record_payment
from seguia.dues.services.scales import put_in_force, save_scale
from seguia.membership.models import Membership, MembershipStatus, Organisation, OrganisationKind, Representation, Role

YEAR = 2026
DAY = datetime.date(2026, 3, 1)
DUE = datetime.date(2026, 4, 30)


def make_issuer(**fields: Any) -> Issuer:
    return Issuer.objects.create(
        **{
            "code": "EV",
            "name": {"ar": "شبكة المدن الإيكولوجية", "fr": "Réseau des villes écologiques"},
            "address": {"ar": "12، شارع النخيل\nالرباط", "fr": "12, avenue des Palmiers\nRabat"},
            "iban": "FR7630006000011234567890189",
            "vat_note": {"fr": "TVA non applicable"},
            "payment_note": {"ar": "بتحويل بنكي.", "fr": "Par virement."},
            "is_default": True,
            **fields,
        }
    )


def make_scale(cast: Cast, *, currency: str = "MAD", countries: list[str] | None = None, **fields: Any) -> Scale:
    """In force: 0-9 999 → 1 000, 10 000-49 999 → 5 000, more → 20 000; associations 500."""
    scale = Scale(
        year=YEAR,
        name={"ar": "سلم واجبات الانخراط", "fr": f"Barème {currency}"},
        currency=currency,
        countries=countries or [],
        **fields,
    )
    brackets = [
        ScaleBracket(population_from=0, population_to=9999, amount=Decimal(1000)),
        ScaleBracket(population_from=10000, population_to=49999, amount=Decimal(5000)),
        ScaleBracket(population_from=50000, amount=Decimal(20000)),
    ]
    save_scale(
        user=cast.secretariat,
        scale=scale,
        brackets=brackets,
        kinds=[KindAmount(kind=OrganisationKind.ASSOCIATION, amount=Decimal(500))],
    )
    return put_in_force(user=cast.secretariat, scale=scale, decided_on=DAY, reference="AG 2026/4")


def make_membership(organisation: Organisation, status: str = MembershipStatus.ACTIVE, **fields: Any) -> Membership:
    since = None if status == MembershipStatus.ACCEPTED else datetime.date(2020, 1, 1)
    return Membership.objects.create(**{"organisation": organisation, "status": status, "since": since, **fields})


def make_billing(organisation: Organisation, name: str = "amina", language: str = "ar") -> Any:
    user = make_user(name, language=language)
    Representation.objects.create(
        user=user, organisation=organisation, role=Role.BILLING, since=datetime.date(2020, 1, 1)
    )
    return user


def make_invoice(cast: Cast, membership: Membership, total: str = "5000.00", **fields: Any) -> Invoice:
    line = {"code": "by_hand", "figures": {"text": "واجبات الانخراط"}, "amount": total}
    return issue_invoice(
        **{
            "user": cast.secretariat,
            "issuer": Issuer.objects.get(),
            "membership": membership,
            "year": YEAR,
            "due_on": DUE,
            "issued_on": DAY,
            "total": Decimal(total),
            "currency": "MAD",
            "lines": [line],
            **fields,
        }
    )


def pay(cast: Cast, membership: Membership, amount: str, reference: str = "VIR-1", **fields: Any) -> Payment:
    return record_payment(
        **{
            "user": cast.secretariat,
            "membership": membership,
            "received_on": DAY,
            "amount": Decimal(amount),
            "currency": "MAD",
            "method": "transfer",
            "reference": reference,
            **fields,
        }
    )
