"""What recommendations hold of a person: who wrote them, who answered."""

from typing import Any

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.support.models import Recommendation, RecommendationChange


def register() -> None:
    """Stand in every person's export and erasure."""
    register_personal_data("support_recommendations", export=export, erase=erase)


def export(user: User) -> list[dict[str, Any]]:
    """What a person recommended, and what they answered for their town."""
    written = Recommendation.objects.filter(author=user).select_related("case").order_by("pk")
    answered = RecommendationChange.objects.filter(by=user).exclude(status__in=["draft", "proposed"])
    return [
        {"at": one.created_at.isoformat(), "request": one.case.public_id, "recommended": one.label, "why": one.why}
        for one in written
    ] + [
        {
            "at": one.at.isoformat(),
            "request": one.recommendation.case.public_id,
            "answered": one.status,
            "reason": one.reason,
        }
        for one in answered.select_related("recommendation__case").order_by("pk")
    ]


def erase(user: User) -> None:
    """The town keeps what was recommended and what it answered, without the name."""
    Recommendation.objects.filter(author=user).update(author=None)
    RecommendationChange.objects.filter(by=user).update(by=None)
