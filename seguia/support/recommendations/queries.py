"""Reads of recommendations: one is only obtained by who may read its case, drafts only by who may write them."""

from typing import Any

from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.support.models import Recommendation, RecommendationStatus
from seguia.support.rules import standing_of


def recommendation_for(user: Any, public_id: str) -> Recommendation:
    """One recommendation. Raises NotFound, the same for what is not there and what is not this person's to read."""
    found = Recommendation.objects.select_related("case__organisation__territory", "case__adviser__user", "author")
    recommendation = found.filter(public_id=public_id).first()
    if recommendation is not None:
        standing = standing_of(user, recommendation.case)
        is_draft = recommendation.status == RecommendationStatus.DRAFT
        if standing.reads_notes if is_draft else standing.reads_thread:
            return recommendation
    raise NotFound(_("There is no recommendation with this address, or it is not yours to read."))
