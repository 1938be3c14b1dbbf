"""The chain: every link holds, none is missing, one changed byte is noticed."""

import datetime
import hashlib
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from seguia.accounts.models import User
from seguia.audit.chain import GENESIS, Head, check_chain, head, report_broken_chain, seal_waiting_events
from seguia.audit.models import AuditEvent
from seguia.audit.services import record_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def mayor() -> User:
    return User.objects.create_user("mayor@example.org", name="رئيسة الجماعة")


@pytest.fixture
def chain(mayor: User) -> list[AuditEvent]:
    for step in ("created", "saved", "published", "archived"):
        record_event(f"actions.action.{step}", mayor, actor=mayor, title="شفشاون", version=2, share=0.5, big=10**15)
    seal_waiting_events()
    return list(AuditEvent.objects.order_by("number"))


def test_deed_waits_for_its_seal(mayor: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        event = record_event("a.b.done", mayor, actor=mayor)
    assert (event.number, event.digest, check_chain().waiting) == (None, "", 1)
    assert seal_waiting_events() == 1
    event.refresh_from_db()
    assert (event.number, event.previous, len(event.digest), check_chain().waiting) == (1, GENESIS, 64, 0)


def test_numbers_have_no_gap_and_each_link_names_the_one_before(chain: list[AuditEvent]) -> None:
    assert [event.number for event in chain] == [1, 2, 3, 4]
    assert [event.previous for event in chain] == [GENESIS, *(event.digest for event in chain[:-1])]
    assert check_chain().is_whole
    assert head() == Head(4, chain[-1].digest)


def test_digest_can_be_computed_by_anybody(chain: list[AuditEvent], mayor: User) -> None:
    first = chain[0]
    moment = first.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    facts = {"big": 10**15, "share": 0.5, "title": "شفشاون", "version": 2}
    values = [1, 1, moment, first.code, "accounts.user", str(mayor.pk), facts, mayor.deed_ref, GENESIS]
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert first.digest == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"code": "actions.action.savee"},
        {"object_id": "99"},
        {"object_kind": "actions.actioN"},
        {"facts": {"title": "شفشاون", "version": 3, "share": 0.5, "big": 10**15}},
        {"person_ref": "0" * 32},
        {"at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
        {"digest": "0" * 64},
    ],
)
def test_one_changed_value_is_noticed(chain: list[AuditEvent], change: dict[str, Any]) -> None:
    AuditEvent.objects.filter(number=2).update(**change)
    finding = check_chain()
    assert (finding.broken_at, finding.why, finding.head.number) == (2, "the deed was changed", 1)


def test_missing_deed_is_noticed(chain: list[AuditEvent]) -> None:
    AuditEvent.objects.filter(number=3).delete()
    assert (check_chain().broken_at, check_chain().why) == (3, "a deed is missing")


def test_link_that_was_sealed_anew_breaks_the_next(chain: list[AuditEvent]) -> None:
    AuditEvent.objects.filter(number=2).update(number=None, digest="", previous="")
    seal_waiting_events()
    assert check_chain().broken_at == 2


def test_end_that_was_cut_off_is_noticed_only_by_a_noted_head(chain: list[AuditEvent]) -> None:
    noted = head()
    AuditEvent.objects.filter(number=4).delete()
    assert check_chain().is_whole
    assert (check_chain(noted).broken_at, check_chain(noted).is_whole) == (4, False)


def test_chain_that_was_written_anew_is_noticed_by_a_noted_head(chain: list[AuditEvent]) -> None:
    noted = head()
    AuditEvent.objects.update(number=None, digest="", previous="", person_ref=None)
    seal_waiting_events()
    assert check_chain().is_whole
    assert (check_chain(noted).broken_at, check_chain(noted).why) == (4, "it is not the deed that was noted")


def test_later_deeds_do_not_disturb_a_noted_head(chain: list[AuditEvent], mayor: User) -> None:
    noted = head()
    record_event("a.b.more", mayor)
    seal_waiting_events()
    assert check_chain(noted).is_whole


def test_chain_holds_when_its_person_is_gone(chain: list[AuditEvent], mayor: User) -> None:
    User.objects.filter(pk=mayor.pk).update(deed_ref=None)
    assert check_chain().is_whole
    assert AuditEvent.objects.select_related("actor").first().actor is None


def test_many_deeds_are_sealed_in_the_order_in_which_they_were_written(mayor: User) -> None:
    AuditEvent.objects.bulk_create(
        AuditEvent(code="a.b.c", object_kind="a.b", object_id=str(number)) for number in range(1203)
    )
    assert seal_waiting_events() == 1203
    assert list(AuditEvent.objects.order_by("number").values_list("object_id", flat=True)) == [
        str(n) for n in range(1203)
    ]
    assert check_chain().is_whole


def verify(*args: str) -> str:
    out = io.StringIO()
    call_command("audit", "verify", *args, stdout=out)
    return out.getvalue()


def test_command_says_that_the_record_holds(chain: list[AuditEvent]) -> None:
    said = verify()
    assert "the record holds: 4 deeds, 0 not sealed yet" in said
    assert f"head {head()}" in said
    assert verify("--expect", str(head())) == said


def test_command_prints_the_first_broken_row_and_fails(chain: list[AuditEvent]) -> None:
    AuditEvent.objects.filter(number__in=[2, 4]).update(code="a.b.other")
    with pytest.raises(CommandError, match="broken at number 2: the deed was changed") as failure:
        verify()
    assert failure.value.returncode == 1


@pytest.mark.parametrize("given", ["4", "x:y", "4:abc", f"-1:{'0' * 64}"])
def test_command_names_a_head_that_is_none(given: str) -> None:
    with pytest.raises(CommandError, match="number:digest"):
        verify(f"--expect={given}")


def test_job_logs_a_broken_chain(chain: list[AuditEvent], caplog: Any) -> None:
    report_broken_chain()
    assert not caplog.records
    AuditEvent.objects.filter(number=1).update(object_id="x")
    report_broken_chain()
    assert "does not hold: number 1" in caplog.text


def test_sealed_row_without_digest_is_refused_by_the_database(chain: list[AuditEvent]) -> None:
    with pytest.raises(Exception, match=r"(?i)audit_sealed_or_not|constraint"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_auditevent (number, at, code, object_kind, object_id, facts, previous, "
                       "digest) VALUES (9, '2026-01-01', 'a', 'b', 'c', '{}', '', '')")  # fmt: skip
