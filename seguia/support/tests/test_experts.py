"""Offers of the exchange can be recommended as experts, as long as they are open for everybody."""

from seguia.config.testing import Cast
from seguia.exchange.models import Posting
from seguia.support.recommendations.pages import recommendations_of
from seguia.support.recommendations.services import Advice, draft_recommendation
from seguia.support.services.taking import take_case
from seguia.support.targets import search_targets
from seguia.support.tests.desk import HelpDesk


def test_open_offer_is_found_across_languages_and_recommended(cast: Cast, desk: HelpDesk) -> None:
    offer = Posting.objects.create(
        side="offer", organisation=cast.loos_town, kind="expert-loan", title="Un maître composteur, trois jours",
        text="Il forme vos agents.", language="fr", spoken=["fr"], contact_email="c@example.org", is_public=True,
    )  # fmt: skip
    offer.themes.add(cast.composting)
    [target] = search_targets("expert", "التسميد", "ar", 8)
    assert (target.public_id, target.url) == (offer.public_id, offer.get_absolute_url())
    case = take_case(user=desk.salma, case=desk.case)
    advice = Advice("expert", "exchange.offer", offer.public_id, why="خبير قريب")
    draft_recommendation(user=desk.salma, case=case, advice=advice)
    Posting.objects.update(status="withdrawn")
    assert search_targets("expert", "التسميد", "ar", 8) == []
    assert recommendations_of(case, desk.salma).drafts[0].is_gone
