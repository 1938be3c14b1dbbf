"""What operators see of the outbox."""

import io
import smtplib
from typing import Any

import pytest
from django.core.management import call_command

from seguia.notifications.delivery import deliver_due
from seguia.notifications.models import OutboxMessage
from seguia.notifications.services import queue_message
from seguia.notifications.tests.postoffice import HERE, Refusing, message_ids

pytestmark = pytest.mark.django_db
FACTS = {"town": "شفشاون", "page": "http://localhost:8000/ar/"}


def said(*options: str) -> list[str]:
    out = io.StringIO()
    call_command("outbox", *options, stdout=out)
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def test_failed_mails_are_told_and_tried_again(settings: Any) -> None:
    ids = [queue_message("test.news", to=f"town{n}@example.org", facts=FACTS).message_id for n in range(2)]
    assert said() == ["2 queued"]
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"
    Refusing.fault = smtplib.SMTPRecipientsRefused({"x": (550, b"relaying denied")})
    deliver_due()
    assert said() == ["2 failed (smtp_550)"]
    assert said("--again")[0] == "2 mails are in the outbox again"
    settings.EMAIL_BACKEND = f"{HERE}.Server"
    assert deliver_due() == 2
    assert (said(), message_ids()) == (["2 sent"], dict.fromkeys(ids, 1))
    assert said("--again") == ["0 mails are in the outbox again", "2 sent"]
    assert OutboxMessage.objects.count() == 2
