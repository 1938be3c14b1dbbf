"""One real thing of every kind of `seguia.exchange`, and who may open its addresses."""

from typing import TYPE_CHECKING

from django.utils import timezone

from seguia.exchange.models import Match, Posting
from seguia.exchange.tests.postings import make_offer

if TYPE_CHECKING:
    from tests.architecture.world import World

_WRITERS = {"clerk", "mayor"}
_BOTH = _WRITERS | {"loos_mayor"}
NARROWER: list[tuple[str, str, set[str]]] = [
    ("exchange", "create", _BOTH),
    ("exchange", "edit", _WRITERS),
    ("exchange", "state", _WRITERS | {"secretariat"}),
    ("exchange", "match cancel", _BOTH | {"secretariat"}),
    ("exchange", "answer held feedback draft", _BOTH),
]
"""(namespace, names of routes, roles) where only some of those the table of access names may."""


def add(world: "World") -> None:
    """An offer of Chefchaouen, requests of Loos (not a member yet in this world), a match in each state that has pages."""
    cast = world.cast
    offer = make_offer(cast, capacity=3)
    paused = make_offer(cast)
    Posting.objects.filter(pk=paused.pk).update(status="paused")
    now = timezone.now()
    match = Match.objects.create(
        offer=offer, request=_asked(world), fit=70, state="confirmed", seat=1, confirmed_at=now
    )
    shared = Match.objects.create(
        offer=offer, request=_asked(world), fit=60, state="held", confirmed_at=now, held_on=timezone.localdate()
    )
    proposal = Match.objects.create(offer=offer, request=_asked(world), fit=50)
    world.lead("exchange", "detail", public_id=offer.public_id)
    world.lead("api", "read_exchange", public_id=offer.public_id)
    world.lead("exchange", "edit state", public_id=paused.public_id)
    world.lead("exchange", "create", side="offer")
    world.lead("exchange", "match answer cancel", public_id=match.public_id)
    world.lead("exchange", "held feedback draft", public_id=shared.public_id)
    world.lead("exchange", "confirm refuse keep", public_id=proposal.public_id)


def _asked(world: "World") -> Posting:
    cast = world.cast
    request = Posting(
        side="request", organisation=cast.loos_town, kind="study-visit", title="Voir", text="Nous cherchons.",
        language="fr", spoken=["fr"], payment="shared", contact_email="loos@example.org",
    )  # fmt: skip
    request.full_clean()
    request.save()
    return request
