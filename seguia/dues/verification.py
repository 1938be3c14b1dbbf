"""Does the ledger hold? Read from the first entry to the last; `script/seguia ledger verify` prints the answer."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Max, Min, Sum

from seguia.dues.models import Account, Entry, Invoice, Payment, Posting
from seguia.dues.services.ledger import FIRST
from seguia.dues.triggers import missing

CHUNK = 1000


def ledger_faults() -> Iterator[str]:
    """One line a fault, in English, for the operator; nothing when all is well."""
    yield from _faults_of_entries()
    yield from _faults_of_numbers()
    yield from _faults_of_credit()
    for table in missing(connection):
        yield f"table {table}: the trigger that keeps it append-only is missing; run the migration again"


def _faults_of_entries() -> Iterator[str]:
    before, expected = FIRST, 1
    for entry in Entry.objects.order_by("number").prefetch_related("postings").iterator(CHUNK):
        postings = sorted(entry.postings.all(), key=lambda posting: posting.pk)
        if entry.number != expected:
            yield f"entry {expected}: missing (the next one is {entry.number})"
        totals: dict[str, Decimal] = defaultdict(Decimal)
        for posting in postings:
            totals[posting.currency] += posting.amount
        if not postings or any(totals.values()):
            yield f"entry {entry.number}: its postings add up to {dict(totals)} instead of nothing"
        if entry.digest_after(before, postings) != entry.digest:
            yield f"entry {entry.number}: was changed after it was written, or the entry before it was"
        before, expected = entry.digest, entry.number + 1


def _faults_of_numbers() -> Iterator[str]:
    for model, series in ((Invoice, ["issuer", "kind", "numbered_year"]), (Payment, ["issuer", "numbered_year"])):
        rows = model._default_manager.order_by().values(*series)
        for row in rows.annotate(first=Min("number"), last=Max("number"), n=Count("pk")):
            if row["first"] != 1 or row["last"] != row["n"]:
                yield f"{model._meta.model_name} {row}: numbers have a gap"


def _faults_of_credit() -> Iterator[str]:
    """Nobody's credit is below nothing, and no invoice is paid beyond its total."""
    postings = Posting.objects.order_by()
    for row in postings.filter(account=Account.CREDIT).values("membership", "currency").annotate(total=Sum("amount")):
        if row["total"] > 0:
            yield f"member {row['membership']}: more credit was used than there was ({row['total']} {row['currency']})"
    for row in postings.filter(account=Account.RECEIVABLE).values("invoice").annotate(total=Sum("amount")):
        if row["total"] < 0:
            yield f"invoice {row['invoice']}: more was paid on it than it is about ({row['total']})"
