"""One real thing of every kind of `seguia.support`, and who may open its addresses."""

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from seguia.accounts.models import User
from seguia.support.models import Case, Recommendation
from seguia.support.recommendations.services import Advice, draft_recommendation, propose_recommendations
from seguia.support.services.closing import Ending, close_case
from seguia.support.services.deadlines import NewDeadline, set_deadline
from seguia.support.services.taking import hand_over, take_case
from seguia.support.tests.desk import make_adviser, make_case

if TYPE_CHECKING:
    from tests.architecture.world import World

PEOPLE = {"clerk", "mayor", "secretariat"}
NARROWER: list[tuple[str, str, set[str]]] = [
    ("support", "ask", {"clerk", "mayor", "loos_mayor"}),
    ("support", "adviser-end", {"secretariat"}),
    ("support", "case write close", PEOPLE),
    ("support", "take hand-over deadline deadline-done", {"secretariat"}),
    ("support", "withdraw reopen", {"clerk", "mayor"}),
    ("support", "decline", set()),
    ("support", "queue recommend recommend-send recommendation-remove", {"secretariat"}),
    ("support", "recommendation-answer recommendation-decline publish-result", {"clerk", "mayor"}),
]
"""(namespace, names of routes, roles) where only some of those the table of access names may."""


def add(world: "World") -> None:
    """A request of Chefchaouen that Salma has and Bruno is asked to take over, with a deadline of hers."""
    salma, bruno = make_adviser("salma"), make_adviser("bruno")
    case = take_case(user=salma.user, case=make_case(world.cast))
    due = timezone.localdate() + datetime.timedelta(days=9)
    deadline = set_deadline(user=salma.user, case=case, new=NewDeadline("الاتصال بالمختبر", due))
    hand_over(user=salma.user, case=case, to=bruno, reason="خذه من فضلك")
    own = {"public_id": case.public_id}
    world.lead("support", "case write take hand-over decline close withdraw reopen deadline", **own)
    world.lead("support", "deadline-done", **own, deadline_id=deadline.public_id)
    world.lead("support", "adviser adviser-end", public_id=salma.public_id)
    _add_advice(world, salma.user, case)


def _add_advice(world: "World", adviser: User, case: Case) -> None:
    """A recommendation that was sent and a draft; another request, closed, whose result can be told; figures."""
    for label in ("تكوين في التسميد", "صندوق الدعم"):
        draft_recommendation(user=adviser, case=case, advice=Advice("course", label=label))
    sent, draft = Recommendation.objects.order_by("pk")
    propose_recommendations(user=adviser, case=case, chosen=[sent.public_id])
    closed = close_case(user=world.cast.clerk, case=make_case(world.cast), ending=Ending("helped", "منصة للتسميد"))
    world.lead("support", "recommend recommend-send", public_id=case.public_id)
    world.lead("support", "recommendation-answer recommendation-decline", public_id=sent.public_id)
    world.lead("support", "recommendation-remove", public_id=draft.public_id)
    world.lead("support", "publish-result", public_id=closed.public_id)
    world.lead("support", "figures-csv", code="outcomes")
    world.lead("support", "desk-figures-csv", code="loads")
