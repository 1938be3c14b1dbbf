"""Published actions, for whoever writes the newsletter."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Action
from seguia.actions.queries import actions_by_id, published_actions
from seguia.core.translated import TranslatedText
from seguia.newsletter.registry import Choice, Content, ItemKind, register_item_kind
from seguia.search.engine import search
from seguia.search.request import SearchRequest

KIND, OFFERED = "action", 10


def register() -> None:
    """Offer actions to the newsletter."""
    register_item_kind(ItemKind(KIND, _("Actions"), find_actions, load_actions))


def find_actions(words: str, language: str) -> Sequence[Choice]:
    """By words of any language or by identifier; the newest where nothing is asked."""
    words = words.strip()[:200]
    actions = _found(words, language) if words else list(published_actions()[:OFFERED])
    return [Choice(a.public_id, a.label(), str(a.organisation.label())) for a in actions]


def _found(words: str, language: str) -> list[Action]:
    if named := list(published_actions().filter(public_id=words.lower())):
        return named
    hits = search(SearchRequest(words, language, {}, "relevance", 1, OFFERED)).hits
    return actions_by_id(hit.object_id for hit in hits)


def load_actions(ids: Sequence[str]) -> Mapping[str, Content]:
    """What is public now. Two queries."""
    return {
        action.public_id: Content(
            TranslatedText(action.title),
            TranslatedText(action.summary),
            action.original_language,
            action.get_absolute_url,
        )
        for action in published_actions().filter(public_id__in=list(ids))
    }
