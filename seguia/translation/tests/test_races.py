"""Two at the same instant, with real connections: one draft, every text kept; and a control without the guard."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from seguia.config.testing import Cast, make_cast
from seguia.core.errors import SeguiaError
from seguia.core.tests.real_database import at_once
from seguia.notifications.tests.databases import shared_database
from seguia.translation.models import DraftText, TranslationDraft, TranslationRequest
from seguia.translation.services.drafts import save_texts
from seguia.translation.services.people import request_translation
from seguia.translation.services.publishing import submit_draft
from seguia.translation.standing import rebuild
from seguia.translation.tests.editing import opened, typed, write

TEXTS = {"title": "عنوان", "summary": "ملخص 30 %.", "done": "24 صندوقا."}


@pytest.fixture
def racing(transactional_db: None, tmp_path: Path) -> Iterator[Cast]:
    with shared_database(tmp_path):
        cast = make_cast()
        rebuild()
        yield cast


def saving(cast: Cast, **texts: str) -> Callable[[], Any]:
    """Somebody of the town or the secretariat saves these texts, from a form that was opened before."""
    user = cast.loos_mayor
    item = opened(user, cast.french_action, "ar")
    posted = typed(item, **texts)
    return lambda: save_texts(user=user, item=item, posted=posted)


def test_three_who_begin_at_once_share_one_draft(racing):
    results = at_once([saving(racing, **{key: text}) for key, text in TEXTS.items()])
    assert [r for r in results if isinstance(r, Exception)] == []
    assert TranslationDraft.objects.count() == 1
    assert dict(DraftText.objects.values_list("key", "text")) == TEXTS


def test_of_six_who_write_the_same_text_one_is_saved_and_five_are_told(racing):
    results = at_once([saving(racing, title=f"عنوان {n}") for n in range(6)])
    assert [r for r in results if isinstance(r, Exception)] == []
    row = DraftText.objects.get()
    assert sorted(len(result.saved) for result in results) == [0, 0, 0, 0, 0, 1]
    assert [result.theirs["title"] for result in results if result.theirs] == [row.text] * 5


def test_control_without_the_look_at_versions_a_text_is_lost(racing):
    """If both texts survived this, the test above would prove nothing."""
    first, second = saving(racing, title="عنوان 1"), saving(racing, title="عنوان 2")
    assert first().saved == ["title"]
    DraftText.objects.update(version=0)  # as if nobody had saved since the second form was opened
    assert second().theirs == {}
    assert DraftText.objects.get().text == "عنوان 2"


def test_handing_in_twice_at_once_publishes_once(racing):
    user = racing.loos_mayor
    item = opened(user, racing.french_action, "ar")
    write(user, item, **TEXTS)
    results = at_once([lambda: submit_draft(user=user, item=opened(user, racing.french_action, "ar"))] * 4)
    assert results.count(True) == 1
    assert all(isinstance(result, SeguiaError) for result in results if result is not True)
    racing.french_action.refresh_from_db()
    assert racing.french_action.version == 1
    assert racing.french_action.title["ar"] == "عنوان"


def test_wishes_at_once_are_counted_once(racing):
    wish = {"kind": "action", "item": racing.french_action.public_id, "language": "ar"}
    results = at_once([lambda: request_translation(user=racing.stranger, **wish)] * 5)
    assert sorted(map(str, results)) == ["False"] * 4 + ["True"]
    assert TranslationRequest.objects.count() == 1
