"""Everything the house knows of a person, as one JSON file, made when it is asked for."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from seguia.accounts.models import User
from seguia.accounts.personal_data import PersonalData, personal_data
from seguia.accounts.recording import record


def export_of(user: User) -> Iterator[str]:
    """The file piece by piece: one kind of data after the other, so that none waits in memory for all."""
    record("accounts.user.exported", user, actor=user)
    yield f'{{"made_at": {_json(timezone.now())}'
    for kind in personal_data():
        yield f",\n{_json(kind.name)}: {_json(kind.export(user))}"
    yield "}\n"


def entries_of(user: User) -> list[tuple[PersonalData, int]]:
    """Each kind with the number of its entries, for the page."""
    return [(kind, _number(kind.export(user))) for kind in personal_data()]


def _number(exported: Any) -> int:
    if isinstance(exported, list | tuple):
        return len(exported)
    if isinstance(exported, dict) and exported and all(isinstance(part, list | tuple) for part in exported.values()):
        return sum(len(part) for part in exported.values())
    return 1 if exported else 0


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
