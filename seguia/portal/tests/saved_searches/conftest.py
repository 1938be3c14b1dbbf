"""Somebody who saves searches, an index that follows, an outbox that is emptied into `mail.outbox`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict

from seguia.actions.models import Action
from seguia.actions.services import publish_action
from seguia.config.testing import Cast, make_action
from seguia.notifications.tests.databases import shared_database
from seguia.portal.models import SavedSearch
from seguia.portal.saved_searches.services import create_search
from seguia.search.index.follower import follow_changes, rebuild

SITE = "http://localhost:8000"


@pytest.fixture
def indexed(cast: Cast) -> Cast:
    """The cast, and an index that knows it."""
    rebuild()
    return cast


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database for several workers at once."""
    with shared_database(tmp_path):
        yield


def save_search(user: Any, query: str = "q=التسميد", *, frequency: str = "at_once", **more: Any) -> SavedSearch:
    """A search saved in Arabic."""
    given = {"name": "سماد", "language": "ar", **more}
    return create_search(user=user, query=QueryDict(query), frequency=frequency, **given)


def publish(cast: Cast, title: str = "Un compostage collectif au marché", **more: Any) -> Action:
    """A French sheet, submitted and then published by the secretariat, and in the index."""
    given: dict[str, Any] = {
        "summary": {"fr": "Les invendus deviennent du compost."},
        "done": {"fr": "La ville a construit une plateforme de compostage."},
        **more,
    }
    action = make_action(cast.loos_town, {"fr": title}, status="submitted", **given)
    action.themes.add(cast.composting)
    publish_action(action, user=cast.secretariat)
    follow_changes()
    return action


Publish = Callable[..., Action]
