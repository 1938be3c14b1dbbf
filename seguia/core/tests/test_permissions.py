"""A refusal says why."""

from types import SimpleNamespace
from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from seguia.core import permissions
from seguia.core.errors import Refused

PERMISSION = "core.try_things"


@pytest.fixture(autouse=True)
def own_register() -> Any:
    """Nothing of these tests stays behind."""
    before = dict(permissions._REASONS)
    yield
    permissions._REASONS.clear()
    permissions._REASONS.update(before)
    if rules.perm_exists(PERMISSION):
        rules.remove_perm(PERMISSION)


@rules.predicate
def is_owner(user: Any, thing: Any) -> bool:
    return thing is not None and getattr(user, "name", "") == thing.owner


def person(name: str, *, active: bool = True) -> Any:
    return SimpleNamespace(name=name, is_active=active, is_authenticated=True)


THING = SimpleNamespace(owner="mayor")


def test_owner_may_and_nobody_else() -> None:
    permissions.grant(PERMISSION, is_owner, why=lambda user, thing: "Only the owner may.")
    assert permissions.allowed(PERMISSION, person("mayor"), THING) is True
    assert permissions.allowed(PERMISSION, person("clerk"), THING) is False
    assert permissions.allowed(PERMISSION, AnonymousUser(), THING) is False
    assert permissions.allowed(PERMISSION, None, THING) is False
    assert permissions.allowed(PERMISSION, person("mayor")) is False


def test_refusal_carries_its_reason_and_permission() -> None:
    def why(user: Any, thing: Any) -> str:
        return f"{user.name} is not {thing.owner}."

    permissions.grant(PERMISSION, is_owner, why=why)
    permissions.require(PERMISSION, person("mayor"), THING)
    with pytest.raises(Refused) as caught:
        permissions.require(PERMISSION, person("clerk"), THING)
    assert str(caught.value.message) == "clerk is not mayor."
    assert (caught.value.status, caught.value.details) == (403, {"permission": PERMISSION})


def test_person_who_was_switched_off_is_a_visitor() -> None:
    permissions.grant(PERMISSION, is_owner, why=lambda user, thing: type(user).__name__)
    assert permissions.allowed(PERMISSION, person("mayor", active=False), THING) is False
    with pytest.raises(Refused, match="AnonymousUser"):
        permissions.require(PERMISSION, person("mayor", active=False), THING)


def test_permission_given_again_replaces_the_first() -> None:
    permissions.grant(PERMISSION, is_owner, why=lambda user, thing: "first")
    permissions.grant(PERMISSION, rules.always_true, why=lambda user, thing: "second")
    assert permissions.allowed(PERMISSION, AnonymousUser()) is True
    assert permissions.declared_permissions().count(PERMISSION) == 1


def test_permission_that_was_never_declared_is_a_fault_of_ours() -> None:
    assert permissions.allowed("core.unheard_of", person("mayor")) is False
    with pytest.raises(KeyError):
        permissions.require("core.unheard_of", person("mayor"))
