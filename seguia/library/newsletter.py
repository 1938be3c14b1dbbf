"""Published methods, for whoever writes the newsletter."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from seguia.core.translated import TranslatedText
from seguia.library.finding import Wanted, found_methods
from seguia.library.queries import published_methods
from seguia.newsletter.registry import Choice, Content, ItemKind, register_item_kind

KIND, OFFERED = "method", 10


def register() -> None:
    """Offer methods to the newsletter."""
    register_item_kind(ItemKind(KIND, _("Library"), find_methods, load_methods))


def find_methods(words: str, language: str) -> Sequence[Choice]:
    """By words of any language or by identifier; the newest where nothing is asked."""
    words = words.strip()[:200]
    named = list(published_methods().filter(public_id=words.lower()[:8])) if words else []
    found = named or (found_methods(Wanted(words), language) if words else list(published_methods()[:OFFERED]))
    return [Choice(one.public_id, one.label(), str(one.organisation or "")) for one in found[:OFFERED]]


def load_methods(ids: Sequence[str]) -> Mapping[str, Content]:
    """What is public now. Two queries."""
    return {
        method.public_id: Content(
            TranslatedText(method.title),
            TranslatedText(method.summary),
            method.original_language,
            method.get_absolute_url,
        )
        for method in published_methods().filter(public_id__in=list(ids))
    }
