"""Statements of the bank: read, matched, and recorded only when somebody confirms."""

import hashlib
from collections import Counter
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid
from seguia.core.permissions import require
from seguia.core.text import harmless_text
from seguia.dues.matching import Matcher
from seguia.dues.models import Invoice, LineState, Method, Payment, Statement, StatementLine
from seguia.dues.services.payments import AlreadyRecorded, record_payment
from seguia.dues.statement_files import IncomingLine, read_statement


def import_statement(*, user: Any, name: str, content: bytes, currency: str) -> Statement:
    """Keep the amounts that came in, each with the invoice it seems to pay. A line that came before adds nothing.
    Raises Refused, Invalid with the line of the file that cannot be read (nothing is kept then)."""
    with transaction.atomic():
        require("dues.record_payment", user)
        lines = read_statement(content)
        digests = _digests(lines, currency)
        known = set(StatementLine.objects.filter(digest__in=digests).values_list("digest", flat=True))
        if len(known) == len(lines):
            raise Invalid(_("Every line of this file was imported before. Nothing was added."))
        statement = Statement.objects.create(
            name=harmless_text(name)[:200], currency=currency, imported_by=user, known=len(known)
        )
        matcher = Matcher(currency)
        rows = [
            _row(statement, place, line, digest, matcher)
            for place, (line, digest) in enumerate(zip(lines, digests, strict=True), 1)
            if digest not in known
        ]
        StatementLine.objects.bulk_create(rows)
        record_event("dues.statement.imported", statement, actor=user, lines=len(rows))
    return statement


def _digests(lines: list[IncomingLine], currency: str) -> list[str]:
    """Two equal amounts of one day with the same wording are two payments; the same file again is not."""
    seen: Counter[str] = Counter()
    found = []
    for line in lines:
        content = f"{currency}|{line.on}|{line.amount:.3f}|{line.label}"
        seen[content] += 1
        found.append(hashlib.sha256(f"{content}|{seen[content]}".encode()).hexdigest())
    return found


def _row(statement: Statement, place: int, line: IncomingLine, digest: str, matcher: Matcher) -> StatementLine:
    invoice, certainty = matcher.match(line.label, line.amount)
    return StatementLine(
        statement=statement, place=place, on=line.on, amount=line.amount, label=line.label[:500], digest=digest,
        suggested=invoice, certainty=certainty,
    )  # fmt: skip


def confirm_lines(*, user: Any, statement: Statement, choices: dict[int, str]) -> tuple[int, list[str]]:
    """Record the chosen lines: id → reference of an invoice, or `-` for money that is no dues. Each line by itself:
    returns how many were settled and a sentence for each that was not. Raises Refused."""
    require("dues.record_payment", user, statement)
    settled, refusals = 0, []
    for pk, reference in choices.items():
        try:
            settled += _confirm(user, statement, pk, reference)
        except (Invalid, Conflict) as error:
            place = StatementLine.objects.filter(pk=pk).values_list("place", flat=True).first() or "?"
            refusals.append(_("Line %(line)s: %(why)s") % {"line": place, "why": error.message})
    return settled, refusals


def _confirm(user: Any, statement: Statement, pk: int, reference: str) -> int:
    with transaction.atomic():
        line = StatementLine.objects.select_for_update().filter(pk=pk, statement=statement).first()
        if line is None or line.state != LineState.OPEN:
            return 0
        if reference == "-":
            line.state = LineState.IGNORED
        else:
            line.payment = _recorded(user, statement, line, reference)
            line.state = LineState.RECORDED
        line.save()
    return 1


def _recorded(user: Any, statement: Statement, line: StatementLine, reference: str) -> Payment:
    invoice = Invoice.objects.filter(reference__iexact=reference.strip(), kind="invoice").first()
    if invoice is None:
        raise Invalid(_("There is no invoice with the number “%(number)s”.") % {"number": reference[:40]})
    try:
        return record_payment(
            user=user, membership=invoice.membership, received_on=line.on, amount=Decimal(line.amount),
            currency=statement.currency, method=Method.TRANSFER, reference=f"bank:{line.digest[:24]}", invoice=invoice,
        )  # fmt: skip
    except AlreadyRecorded as error:
        return error.payment
