"""Under "My town": our plans, and who took up our actions."""

from typing import Any

from seguia.core.permissions import allowed
from seguia.membership.dashboard import register_part
from seguia.membership.models import Organisation
from seguia.replication.queries.plans import MOST_SHOWN, plans_of, plans_to_answer, taken_from


def own_part(user: Any, organisation: Organisation) -> tuple[str, dict[str, Any]] | None:
    """For the people who write for the organisation. Four queries."""
    if not allowed("replication.create_plan", user, organisation):
        return None
    plans, others = list(plans_of(organisation)[:MOST_SHOWN]), list(taken_from(organisation)[:MOST_SHOWN])
    if not plans and not others:
        return None
    return "replication/parts/own_part.html", {
        "plans": plans,
        "others": others,
        "waiting": plans_to_answer(organisation),
    }


def register() -> None:
    """Behind the drafts."""
    register_part("replication.own", order=15, part=own_part)
