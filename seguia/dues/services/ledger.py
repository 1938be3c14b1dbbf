"""Writing the ledger: the only place where entries are made."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from seguia.dues.models import Counter, Entry, Invoice, Issuer, Payment, Posting
from seguia.dues.money import is_exact
from seguia.membership.models import Membership

FIRST = "0" * 64


class Unbalanced(ValueError):
    """Postings that do not add up to nothing in each currency: a fault of ours, never of a person."""


@dataclass(frozen=True)
class Side:
    """One posting to be written; debit positive."""

    account: str
    amount: Decimal
    currency: str
    membership: Membership | None = None
    invoice: Invoice | None = None
    payment: Payment | None = None


def write_entry(
    kind: str,
    sides: Sequence[Side],
    *,
    on: datetime.date,
    reference: str = "",
    note: str = "",
    actor: Any = None,
    reverses: Entry | None = None,
) -> Entry:
    """Append one entry in the caller's transaction. Raises Unbalanced.

    Entries queue behind the last one (a lock on its row; the first ones on the counters' table), so numbers have no
    gap and each digest stands on the one before.
    """
    _check(sides)
    last = lock_ledger()
    entry = Entry(
        number=last.number + 1 if last else 1,
        kind=kind,
        on=on,
        reference=reference[:120],
        note=note[:300],
        actor=actor if getattr(actor, "pk", None) else None,
        reverses=reverses,
    )
    postings = [_posting(entry, side) for side in sides if side.amount]
    entry.digest = entry.digest_after(last.digest if last else FIRST, postings)
    entry.save()
    for posting in postings:
        posting.entry = entry
    Posting.objects.bulk_create(postings)
    return entry


def lock_ledger() -> Entry | None:
    """Hold the end of the ledger until COMMIT: whoever decides by a balance does it behind this."""
    list(Issuer.objects.select_for_update().order_by("pk").values_list("pk", flat=True)[:1])
    return Entry.objects.order_by("-number").first()


def _check(sides: Sequence[Side]) -> None:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for side in sides:
        if not is_exact(side.amount, side.currency):
            raise Unbalanced(f"{side.amount} is smaller than the smallest unit of {side.currency}")
        totals[side.currency] += side.amount
    if not any(side.amount for side in sides) or any(totals.values()):
        raise Unbalanced(f"postings add up to {dict(totals)}")


def _posting(entry: Entry, side: Side) -> Posting:
    return Posting(
        entry=entry,
        account=side.account,
        membership=side.membership,
        invoice=side.invoice,
        payment=side.payment,
        currency=side.currency,
        amount=side.amount,
    )


def next_number(issuer: Issuer, series: str, year: int) -> int:
    """The next number of a series, without gaps: it is taken back with the transaction that asked for it."""
    counter, _created = Counter.objects.get_or_create(issuer=issuer, series=series, year=year)
    counter = Counter.objects.select_for_update().get(pk=counter.pk)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
