"""Writes: report something, answer a report, reopen it, forget who reported."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid, NotFound
from seguia.core.permissions import require
from seguia.core.text import clean_text, shortened
from seguia.notifications.services import queue_message
from seguia.reports.models import Decision, Report
from seguia.reports.registry import ReportableKind, reportable_kind, reported_thing

KIND = "reports.decision"
KEPT = datetime.timedelta(days=180)
"""How long text, address and person are kept after the answer."""


def create_report(*, user: Any, kind: str, key: str, reason: str, text: str, address: str, language: str) -> Report:
    """Keep a report. Raises NotFound when the thing is not public, ValidationError for what is missing or too long."""
    thing = reported_thing(kind, key)
    report = Report(
        kind=kind,
        key=key,
        title=shortened(thing.title.text, 300),
        title_language=thing.title.language,
        reason=reason,
        text=clean_text(text),
        address=address.strip(),
        language=language,
        reporter=user if getattr(user, "is_authenticated", False) else None,
    )
    report.full_clean()
    with transaction.atomic():
        report.save()
        record_event("reports.report.created", report, actor=user, reason=reason, about=f"{kind}:{key}")
    return report


def decide_report(*, user: Any, public_id: str, decision: str, reason: str = "") -> Report:
    """Answer: no change, ask the authors to mend, or take offline. Who left an address gets the answer by mail.

    Raises Refused, NotFound, Conflict when it is answered already, Invalid where the kind of thing cannot do that,
    ValidationError for a missing reason.
    """
    reason = clean_text(reason)
    with transaction.atomic():
        require("reports.decide_report", user)
        report = _locked(public_id)
        if report.decision:
            raise Conflict(
                _("This report is already answered: “%(decision)s”. Nothing was changed.")
                % {"decision": report.get_decision_display()},
                code="wrong_state",
            )
        _act(report, decision, user, reason)
        report.decision, report.decision_reason = decision, reason
        report.decided_by, report.decided_at = user, timezone.now()
        report.full_clean()
        report.save()
        record_event(f"reports.report.{decision}", report, actor=user, about=f"{report.kind}:{report.key}")
        if report.address:
            queue_message(KIND, to=report.address, facts={}, topic=report.public_id, language=report.language)
    return report


def _locked(public_id: str) -> Report:
    report = Report.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if report is None:
        raise NotFound(_("There is no report with this address."))
    return report


def _act(report: Report, decision: str, user: Any, reason: str) -> None:
    """What follows for the thing itself, by its own service."""
    kind = reportable_kind(report.kind)
    if decision == Decision.NONE:
        return
    act = _service_of(kind, decision)
    if act is None:
        raise Invalid(
            _("For this kind of page that is not possible here: change it yourself or write to its owner, then answer "
              "“no change needed”. Nothing was changed.")
        )  # fmt: skip
    act(user=user, key=report.key, reason=reason)


def _service_of(kind: ReportableKind, decision: str) -> Any:
    return {Decision.MEND: kind.ask_to_mend, Decision.OFFLINE: kind.take_offline}.get(Decision(decision))


def reopen_report(*, user: Any, public_id: str) -> Report:
    """An answer “no change needed” is taken back. Raises Conflict for answers that did something, or were mailed."""
    with transaction.atomic():
        require("reports.decide_report", user)
        report = _locked(public_id)
        if report.decision != Decision.NONE:
            raise Conflict(
                _("Its authors have been told already, so this answer stays. Nothing was changed."), code="no_undo"
            )
        report.decision, report.decision_reason, report.decided_by, report.decided_at = "", "", None, None
        report.save()
        record_event("reports.report.reopened", report, actor=user)
    return report


def forget_reporters() -> int:
    """Text, address and person of what was answered half a year ago; a periodic job. Returns how many."""
    old = Report.objects.filter(erased_at=None, decided_at__lt=timezone.now() - KEPT)
    return old.update(address="", text="", decision_reason="", reporter=None, erased_at=timezone.now())
