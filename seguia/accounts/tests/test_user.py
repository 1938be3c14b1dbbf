"""A person is known by an address, whatever its capitals."""

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from seguia.accounts.models import User

pytestmark = pytest.mark.django_db


def test_address_is_kept_in_small_letters() -> None:
    user = User.objects.create_user("Maire.Chefchaouen@Example.ORG", "a long secret", name="رئيس الجماعة")
    assert (user.email, str(user)) == ("maire.chefchaouen@example.org", "رئيس الجماعة")


def test_person_without_a_name_is_called_by_the_address() -> None:
    assert str(User.objects.create_user("clerk@example.org")) == "clerk@example.org"


def test_same_address_in_other_capitals_is_refused_by_rules_and_by_the_database() -> None:
    User.objects.create_user("mayor@example.org")
    with pytest.raises(ValidationError):
        User.objects.create_user("MAYOR@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Mayor@Example.org")


@pytest.mark.parametrize("email", ["", "mayor", "mayor@", "ma yor@example.org", "mayor@example.org, clerk@example.org"])
def test_broken_address_is_refused(email: str) -> None:
    with pytest.raises(ValidationError):
        User.objects.create_user(email)
    assert User.objects.count() == 0


def test_password_opens_whatever_the_capitals_of_the_address(rf: Any) -> None:
    user = User.objects.create_user("mayor@example.org", "a long secret")
    assert authenticate(rf.post("/"), username="Mayor@Example.org", password="a long secret") == user
    assert authenticate(rf.post("/"), username="mayor@example.org", password="A long secret") is None


def test_person_without_password_cannot_sign_in_with_one(rf: Any) -> None:
    user = User.objects.create_user("clerk@example.org")
    assert user.has_usable_password() is False
    assert authenticate(rf.post("/"), username="clerk@example.org", password="") is None


def test_person_who_was_switched_off_cannot_sign_in(rf: Any) -> None:
    User.objects.create_user("former@example.org", "a long secret", is_active=False)
    assert authenticate(rf.post("/"), username="former@example.org", password="a long secret") is None


def test_first_member_of_the_secretariat_comes_from_the_command_line() -> None:
    user = User.objects.create_superuser("secretariat@example.org", "a long secret")
    assert (user.is_staff, user.is_superuser, user.is_active) == (True, True, True)
