"""Open offers of the exchange (visits, peers, experts, documents) as experts an adviser can recommend: the two programmes
do not know one another."""

from collections.abc import Sequence

from seguia.core.languages import language_codes
from seguia.core.translated import as_translated
from seguia.exchange.models import Posting, PostingStatus, Side
from seguia.search.analysis import stems
from seguia.support.models import RecommendationKind
from seguia.support.targets import register_target

LOOKED_AT = 300
"""The newest open offers; there are never more than some hundred."""


def find(keys: Sequence[str]) -> dict[str, Posting]:
    """Offers that are open for everybody. One query."""
    found = Posting.objects.public().filter(side=Side.OFFER, public_id__in=keys)
    return {offer.public_id: offer for offer in found.select_related("organisation")}


def search(words: str, language: str, limit: int) -> list[Posting]:
    """Those that have most of the words in their text or in the names of their themes, in any language. Two queries."""
    wanted = {code: set(stems(words[:1000], code)) for code in language_codes()}
    offers = Posting.objects.public().filter(side=Side.OFFER, status=PostingStatus.OPEN)
    newest = offers.select_related("organisation").prefetch_related("themes").order_by("-created_at", "-pk")
    ranked = [(_met(offer, wanted), -place, offer) for place, offer in enumerate(newest[:LOOKED_AT])]
    best = sorted((one for one in ranked if one[0]), key=lambda one: one[:2], reverse=True)
    return [offer for _met_words, _place, offer in best[:limit]]


def _met(offer: Posting, wanted: dict[str, set[str]]) -> int:
    said = set(stems(f"{offer.title} {offer.text}", offer.language)) & wanted.get(offer.language, set())
    names = [as_translated(theme.preferred) for theme in offer.themes.all()]
    tagged = {
        stem
        for name in names
        for code, text in name.items()
        for stem in stems(text, code)
        if stem in wanted.get(code, ())
    }
    return len(said | tagged)


def register() -> None:
    """Called when the app starts."""
    register_target(
        "exchange.offer",
        find=find,
        search=search,
        label=lambda offer: offer.label(),
        url=lambda offer: offer.get_absolute_url(),
        name=Posting._meta.verbose_name or "",
        recommended_as=RecommendationKind.EXPERT,
        owner=lambda offer: offer.organisation.label(),
    )
