"""Whom to tell: the people of the town of origin, and those of the plan."""

from collections.abc import Iterable
from typing import Any

from seguia.accounts.models import User
from seguia.membership.models import WRITING, Organisation
from seguia.membership.queries import people_of
from seguia.notifications.services import notify
from seguia.replication.models import Replication

TAKEN_UP, ANSWERED, SOURCE_CHANGED = "replication.taken_up", "replication.answered", "replication.source_changed"


def writers_of(organisation: Organisation) -> list[User]:
    """Who writes for an organisation today. One query."""
    return [one.user for one in people_of(organisation).filter(role__in=WRITING)]


def _all_but(people: Iterable[User], actor: Any) -> list[User]:
    return [person for person in people if person.pk != getattr(actor, "pk", None)]


def tell_source(plan: Replication, *, actor: Any) -> None:
    """Somebody takes up an action of theirs, and shows it."""
    if plan.source_action is not None:
        people = _all_but(writers_of(plan.source_action.organisation), actor)
        notify(TAKEN_UP, to=people, topic=plan.public_id, about=plan)


def tell_adopters(plan: Replication, outcome: str, *, actor: Any) -> None:
    """What the town of origin answered."""
    people = _all_but(writers_of(plan.organisation), actor)
    notify(ANSWERED, to=people, facts={"outcome": outcome}, topic=plan.public_id, about=plan)


def tell_of_source(plan: Replication, what: str) -> None:
    """The source was changed, taken offline or shown again."""
    notify(SOURCE_CHANGED, to=writers_of(plan.organisation), facts={"what": what}, topic=plan.public_id, about=plan)
