"""Mails about dues go to billing contacts, who accepted to be asked; to nobody else."""

from typing import Any

from seguia.dues.models import Invoice
from seguia.dues.queries.members import billing_contacts_of
from seguia.notifications.services import queue_message


def tell_billing_contacts(kind: str, invoice: Invoice, **facts: Any) -> int:
    """Queue a mail about an invoice to each billing contact, in the caller's transaction; returns how many."""
    people = billing_contacts_of(invoice.membership.organisation_id)
    for person in people:
        queue_message(
            kind,
            to=person,
            facts={"invoice": invoice.public_id, **facts},
            topic=invoice.public_id,
            language=person.language or invoice.language,
        )
    return len(people)
