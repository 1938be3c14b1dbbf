"""Which invoice an amount on a statement seems to pay. It only suggests; a person confirms."""

import re
from collections import defaultdict
from decimal import Decimal

from seguia.dues.models import Invoice, InvoiceKind
from seguia.dues.queries.balances import with_balance

_NOT_KEPT = re.compile(r"[^A-Z0-9]")


class Matcher:
    """Open invoices of a currency, by number and by amount."""

    def __init__(self, currency: str) -> None:
        found = Invoice.objects.filter(currency=currency, kind=InvoiceKind.INVOICE)
        rows = list(with_balance(found).filter(balance__gt=0).order_by("pk"))
        self._by_number = {_bare(row.reference): row for row in rows}
        self._by_amount: dict[Decimal, list[Invoice]] = defaultdict(list)
        for row in rows:
            self._by_amount[row.balance.normalize()].append(row)

    def match(self, label: str, amount: Decimal) -> tuple[Invoice | None, str]:
        """The invoice and how sure it is: `number`, `amount`, or nothing."""
        wording = _bare(label)
        named = [row for bare, row in self._by_number.items() if bare in wording]
        if len(named) == 1:
            return named[0], "number"
        same = self._by_amount.get(amount.normalize(), [])
        if not named and len(same) == 1:
            return same[0], "amount"
        return None, ""


def _bare(text: str) -> str:
    """Banks drop hyphens and blanks and write everything in capitals."""
    return _NOT_KEPT.sub("", text.upper())
