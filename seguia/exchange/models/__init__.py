"""Offers and requests of towns, the runs that match them, the matches, and what came of them."""

from seguia.exchange.models.match import HOLDING, WAITING, Answer, Feedback, Match, MatchingRun, MatchState
from seguia.exchange.models.posting import (
    LISTED,
    RUNNING,
    Kind,
    Payment,
    Posting,
    PostingStatus,
    Side,
    language_choices,
)

__all__ = [
    "HOLDING",
    "LISTED",
    "RUNNING",
    "WAITING",
    "Answer",
    "Feedback",
    "Kind",
    "Match",
    "MatchState",
    "MatchingRun",
    "Payment",
    "Posting",
    "PostingStatus",
    "Side",
    "language_choices",
]
