"""The demonstration's desk, loaded once and harmless when loaded again."""

import pytest

from seguia.accounts.models import User
from seguia.config.testing import Cast, make_action
from seguia.core.identifiers import public_id_for
from seguia.translation.demo import PROPOSED, REVIEWED, TRANSLATOR, create_demo_translations
from seguia.translation.models import DraftText, Standing, TranslationDraft, TranslationRequest, Translator


@pytest.fixture
def sheets(cast: Cast) -> Cast:
    User.objects.create_user(TRANSLATOR, name="مترجم")
    for key, *_rest in [REVIEWED, *PROPOSED]:
        make_action(
            cast.chefchaouen_town, {"ar": "عنوان"}, status="published", public_id=public_id_for(key),
            summary={"ar": "منذ 1978 يصبغ فنانون جدران المدينة."},
        )  # fmt: skip
    return cast


def test_two_proposals_and_one_review(sheets):
    for _again in range(2):
        create_demo_translations()
        assert sorted(TranslationDraft.objects.values_list("status", flat=True)) == ["open", "open", "submitted"]
        assert DraftText.objects.filter(is_machine=True).count() == 4
        assert Translator.objects.get().languages == ["fr", "en"]
        assert TranslationRequest.objects.count() == 12
        assert Standing.objects.filter(item=public_id_for(REVIEWED[0])).count() == 2


def test_without_its_sheets_nothing_is_made_up(cast):
    User.objects.create_user(TRANSLATOR, name="مترجم")
    create_demo_translations()
    assert not TranslationDraft.objects.exists()
