"""Who did what to what: written with the deed, gone with the deed."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from seguia.accounts.models import User
from seguia.audit.models import AuditEvent
from seguia.audit.services import record_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def mayor() -> User:
    return User.objects.create_user("mayor@example.org", name="رئيس الجماعة")


def test_deed_names_its_object_person_and_facts(mayor: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        record_event("accounts.user.renamed", mayor, actor=mayor, field="name", to="شفشاون")
    event = AuditEvent.objects.get()
    assert (event.code, event.object_kind, event.object_id) == ("accounts.user.renamed", "accounts.user", str(mayor.pk))
    assert (event.actor, event.facts) == (mayor, {"field": "name", "to": "شفشاون"})
    assert str(event) == f"accounts.user.renamed accounts.user:{mayor.pk}"


@pytest.mark.parametrize("actor", [None, AnonymousUser()])
def test_deed_of_nobody_has_no_person(mayor: User, actor: Any) -> None:
    assert record_event("accounts.user.imported", mayor, actor=actor).actor is None


def test_deed_that_is_undone_leaves_no_record(mayor: User) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise record_and_fail(mayor)
    assert AuditEvent.objects.count() == 0


def record_and_fail(mayor: User) -> Exception:
    record_event("accounts.user.renamed", mayor)
    assert AuditEvent.objects.count() == 1
    return ZeroDivisionError()


def test_record_outlives_the_person(mayor: User) -> None:
    target = User.objects.create_user("clerk@example.org")
    record_event("accounts.user.invited", target, actor=mayor)
    mayor.delete()
    event = AuditEvent.objects.get()
    assert (event.actor, event.object_id) == (None, str(target.pk))


def test_newest_deed_comes_first(mayor: User) -> None:
    for code in ("a.b.first", "a.b.second"):
        record_event(code, mayor)
    assert [event.code for event in AuditEvent.objects.all()] == ["a.b.second", "a.b.first"]
