"""Sheets and forms for these tests."""

from typing import Any

from django.http import QueryDict
from django.test import Client

from seguia.accounts.models import User
from seguia.actions import services
from seguia.actions.content import Content, snapshot
from seguia.actions.editor import fields_of
from seguia.actions.models import Action
from seguia.config.testing import Cast
from seguia.core.idempotency import new_form_key

STEP = "steptest"
OTHER_STEP = "stepothr"


def full_content(action: Action, **changes: Any) -> Content:
    """A complete Arabic sheet with a French translation and two steps."""
    content = snapshot(action)
    content |= {
        "title": {"ar": "جمع مياه الأمطار من سطوح المدارس", "fr": "Récupérer la pluie sur les toits des écoles"},
        "summary": {"ar": "تجمع ست مدارس 300 متر مكعب كل شتاء.", "fr": "Six écoles récupèrent 300 m³ chaque hiver."},
        "done": {"ar": "ركبت الجماعة خزانات في ست مدارس."},
        "themes": ["waste"],
        "steps": [
            {"key": STEP, "title": {"ar": "قياس السطوح"}, "text": {}},
            {"key": OTHER_STEP, "title": {"ar": "تركيب الخزانات"}, "text": {"ar": "خزان لكل مدرسة."}},
        ],
    }
    return content | changes


def saved(action: Action, user: User, **changes: Any) -> Action:
    """The sheet saved with `full_content`."""
    content = full_content(action, **changes)
    return services.save_action(action, user=user, base_version=action.version, content=content).action


def submitted(cast: Cast) -> Action:
    """The cast's draft, completed and handed in."""
    return services.submit_action(saved(cast.draft, cast.clerk), user=cast.clerk)


def published(cast: Cast) -> Action:
    """The cast's draft, completed and public."""
    return services.publish_action(submitted(cast), user=cast.secretariat)


def form_data(content: Content, version: int, **more: Any) -> dict[str, Any]:
    """What a browser posts from the editor."""
    data: dict[str, Any] = {}
    for name, value in fields_of(content):
        data.setdefault(name, []).append(value)
    return {**data, "base_version": str(version), "form_key": new_form_key(), "do": "save", **more}


def as_query(data: dict[str, Any]) -> QueryDict:
    """The same as Django's parsed form."""
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def signed_in(user: User) -> Client:
    """A browser of this person."""
    client = Client()
    client.force_login(user)
    return client
