"""What the page of an action shows: the button, the tree and how far it went."""

from typing import Any

from seguia.actions.models import Action, Status
from seguia.actions.page_parts import Part, Place, register_page_part
from seguia.replication.queries.lineage import descent, public_chain, spread_of
from seguia.replication.queries.plans import own_running_plan

LEVELS, MOST = 3, 30


def deed(action: Action, user: Any) -> Part | None:
    """ "Do this in my town", or the plan that is there already. Visitors cost no query."""
    if action.status != Status.PUBLISHED:
        return None
    plan = own_running_plan(action, user) if getattr(user, "is_active", False) else None
    return "replication/parts/deed.html", {"action": action, "plan": plan}


def below(action: Action, user: Any) -> Part | None:
    """From where it comes, and who took it up. Nothing where nobody has."""
    if action.status != Status.PUBLISHED:
        return None
    chain, spread = public_chain(action), spread_of(action)
    if not chain and not spread.towns:
        return None
    nodes, is_cut = descent(action, levels=LEVELS, limit=MOST) if spread.towns else ([], False)
    return "replication/parts/family.html", {
        "action": action,
        "chain": chain,
        "spread": spread,
        "nodes": nodes,
        "is_cut": is_cut,
    }


def register() -> None:
    """Stand below the title and after the sheet."""
    register_page_part(deed, place=Place.DEEDS, order=10)
    register_page_part(below, place=Place.BELOW, order=20)
