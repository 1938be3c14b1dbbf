"""What the worker does for dues: issue running calls, make their PDFs, send reminders."""

import logging
import time

from seguia.dues.documents.content import invoice_pdf
from seguia.dues.models import Call, CallState
from seguia.dues.services.calls import run_call_step
from seguia.dues.services.reminders import send_due_reminders

log = logging.getLogger("seguia.dues")
CALL_SECONDS = 5.0
REMINDER_SECONDS = 3600.0
RUN_SECONDS = 4.0
"""Other jobs wait meanwhile: what is left over is issued in the next run."""


def run_calls(seconds: float = RUN_SECONDS) -> int:
    """Go on with the calls that are running; returns how many invoices were issued."""
    until, issued = time.monotonic() + seconds, 0
    for call in Call.objects.filter(state=CallState.RUNNING).order_by("pk"):
        while time.monotonic() < until:
            invoices = run_call_step(call)
            if not invoices and not Call.objects.filter(pk=call.pk, state=CallState.RUNNING).exists():
                break
            issued += len(invoices)
            for invoice in invoices:
                invoice_pdf(invoice)
    return issued


def remind() -> int:
    """Once an hour is enough: levels are days."""
    return send_due_reminders()
