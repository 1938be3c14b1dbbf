"""The page of the record: for the secretariat, by deed, object, person and day, and as a table."""

import csv
import datetime
import io
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from seguia.audit.models import AuditEvent
from seguia.audit.queries import kind_name
from seguia.audit.sentences import known_deeds, register_deed, sentence_of
from seguia.audit.services import record_event
from seguia.core.spreadsheets import harmless_cell

pytestmark = pytest.mark.django_db


def page(client: Any, user: Any = None, language: str = "en", **query: str) -> Any:
    if user:
        client.force_login(user)
    with override(language):
        return client.get(reverse("audit:record"), query)


def codes(answer: Any) -> list[str]:
    return [row.event.code for row in answer.context["rows"]]


@pytest.mark.parametrize("who", ["mayor", "clerk", "loos_mayor", "stranger"])
@pytest.mark.parametrize("name", ["audit:record", "audit:table"])
def test_others_are_refused(client: Any, cast: Any, who: str, name: str) -> None:
    client.force_login(getattr(cast, who))
    answer = client.get(reverse(name))
    assert answer.status_code == 403
    assert "Only the network" in answer.content.decode()


@pytest.mark.parametrize("name", ["audit:record", "audit:table"])
def test_visitor_is_asked_to_sign_in(client: Any, cast: Any, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_secretariat_reads_in_every_language(client: Any, cast: Any, language: str) -> None:
    record_event("accounts.user.exported", cast.mayor, actor=cast.mayor, note="شفشاون")
    answer = page(client, cast.secretariat, language)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "شفشاون" in text
    assert "Mayor" in text
    assert ("took a copy" in text) == (language == "en")


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_whatever_its_length(
    client: Any, cast: Any, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        record_event("a.b.done", cast.draft, actor=cast.mayor)
    client.force_login(cast.secretariat)
    page(client)
    with django_assert_num_queries(EXPECTED):
        assert len(codes(page(client))) == number


EXPECTED = 5
"""Session, person, unread notices, number of deeds, deeds with their people."""


def test_filters_find(client: Any, cast: Any) -> None:
    record_event("accounts.user.exported", cast.mayor, actor=cast.mayor)
    record_event("accounts.user.erased", cast.clerk, actor=cast.clerk)
    old = record_event("a.b.old", cast.draft)
    AuditEvent.objects.filter(pk=old.pk).update(at=timezone.now() - datetime.timedelta(days=40))
    client.force_login(cast.secretariat)
    assert codes(page(client)) == ["a.b.old", "accounts.user.erased", "accounts.user.exported"]
    assert codes(page(client, code="accounts.user.erased")) == ["accounts.user.erased"]
    assert codes(page(client, person="MAYOR@")) == ["accounts.user.exported"]
    assert codes(page(client, object=f"actions.action:{cast.draft.pk}")) == ["a.b.old"]
    assert codes(page(client, object="actions.action")) == ["a.b.old"]
    today = timezone.localdate()
    assert codes(page(client, since=str(today))) == ["accounts.user.erased", "accounts.user.exported"]
    assert codes(page(client, until=str(today - datetime.timedelta(days=1)))) == ["a.b.old"]
    assert codes(page(client, person="nobody at all")) == []


@pytest.mark.parametrize(
    "query",
    [
        {"since": "yesterday"},
        {"until": "9999-12-31"},
        {"since": "0001-01-01"},
        {"code": "no.such.code"},
        {"person": "x" * 300},
        {"object": "y" * 300},
    ],
)
@pytest.mark.parametrize("name", ["audit:record", "audit:table"])
def test_nonsense_is_named_and_shows_nothing(client: Any, cast: Any, query: dict[str, str], name: str) -> None:
    record_event("a.b.done", cast.draft)
    client.force_login(cast.secretariat)
    answer = client.get(reverse(name), query)
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert answer.context["rows"] == []
    assert next(iter(query.values())) in answer.content.decode() or "code" in query


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "٣", ""])
def test_page_that_does_not_exist_is_the_nearest(client: Any, cast: Any, number: str) -> None:
    record_event("a.b.done", cast.draft)
    assert page(client, cast.secretariat, page=number).status_code == 200


def test_long_record_has_pages(client: Any, cast: Any) -> None:
    AuditEvent.objects.bulk_create(AuditEvent(code="a.b.c", object_kind="a.b", object_id=str(n)) for n in range(51))
    assert len(codes(page(client, cast.secretariat))) == 50
    assert [row.event.object_id for row in page(client, page="2").context["rows"]] == ["0"]


def test_deed_of_an_erased_person_names_nobody(client: Any, cast: Any) -> None:
    record_event("a.b.done", cast.draft, actor=cast.mayor)
    record_event("a.b.counted", cast.draft)
    type(cast.mayor).objects.filter(pk=cast.mayor.pk).update(deed_ref=None)
    text = page(client, cast.secretariat).content.decode()
    assert "Former member" in text
    assert "the system" in text
    assert "mayor@example.org" not in text


def table(client: Any, **query: str) -> list[list[str]]:
    answer = client.get(reverse("audit:table"), query)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="deeds-')
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_table_holds_what_the_filters_show_and_is_a_deed_itself(client: Any, cast: Any) -> None:
    record_event("accounts.user.exported", cast.draft, actor=cast.mayor, title="شفشاون, الجديدة\n")
    record_event("a.b.other", cast.draft)
    client.force_login(cast.secretariat)
    head, row = table(client, code="accounts.user.exported")
    assert head[:4] == ["number", "at", "person", "code"]
    assert (row[2], row[3], row[5]) == ("mayor@example.org", "accounts.user.exported", "actions.action")
    assert "شفشاون, الجديدة" in row[7]
    assert AuditEvent.objects.latest("pk").code == "audit.record.exported"


def test_table_holds_no_formula(client: Any, cast: Any) -> None:
    AuditEvent.objects.create(code="=cmd|' /C calc'!A0", object_kind="+1", object_id="@SUM(A1)")
    client.force_login(cast.secretariat)
    cells = [cell for row in table(client) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_formula_loses_its_power_and_nothing_else(value: str) -> None:
    assert harmless_cell(value) == f"'{value}"
    assert harmless_cell(f"a{value}") == f"a{value}"


def test_sentence_shows_facts_and_leaves_gaps(cast: Any) -> None:
    register_deed("a.b.told", gettext_lazy("Moved from %(before)s"))
    assert sentence_of(record_event("a.b.told", cast.draft, before="draft")) == "Moved from draft"
    assert sentence_of(record_event("a.b.told", cast.draft)) == "Moved from …"
    assert sentence_of(record_event("a.b.unknown", cast.draft)) == "a.b.unknown"


def test_every_known_deed_reads_as_a_sentence() -> None:
    for code, sentence in known_deeds():
        assert sentence.strip() not in {"", code}


@pytest.mark.parametrize(("label", "name"), [("nonsense", "nonsense"), ("no.such", "no.such"), ("a.b.c", "a.b.c")])
def test_kind_that_is_no_more_is_shown_as_it_was(label: str, name: str) -> None:
    assert kind_name(label) == name
