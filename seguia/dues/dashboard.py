"""The part "Dues" under "My town", for representatives and billing contacts."""

from typing import Any

from seguia.dues.models import Invoice, InvoiceKind
from seguia.dues.queries.balances import with_balance
from seguia.dues.queries.members import sees_dues_of
from seguia.membership.models import Organisation

SHOWN = 3


def dues_part(user: Any, organisation: Organisation) -> tuple[str, dict[str, Any]] | None:
    """The open invoices, else the last one; nothing for people who do not see dues."""
    if not sees_dues_of(user, organisation.pk):
        return None
    invoices = Invoice.objects.filter(membership__organisation=organisation, kind=InvoiceKind.INVOICE)
    found = list(with_balance(invoices).order_by("-issued_on", "-pk")[:SHOWN])
    if not found:
        return None
    return "dues/parts/my_town.html", {"invoices": [row for row in found if row.balance > 0] or found[:1]}
