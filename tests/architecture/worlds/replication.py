"""One real thing of every kind of `seguia.replication`, and who may open its addresses."""

from decimal import Decimal
from typing import TYPE_CHECKING

from seguia.replication import services

if TYPE_CHECKING:
    from tests.architecture.world import World

NARROWER: list[tuple[str, str, set[str]]] = [
    ("replication", "begin", {"clerk", "mayor", "loos_mayor"}),
    ("replication", "edit show stage results remove-result sheet", {"clerk", "mayor"}),
    ("replication", "link", {"loos_mayor"}),
]
"""(namespace, names of routes, roles) where only some of those the table of access names may."""


def add(world: "World") -> None:
    """Chefchaouen takes up what Loos told, and shows it."""
    cast = world.cast
    plan = services.begin_plan(
        user=cast.mayor, action=cast.french_action, organisation=cast.chefchaouen_town, language="ar"
    )
    result = services.add_result(
        plan, user=cast.mayor, indicator="trees", value=Decimal(40), unit="شجرة", kind="measured", year=2025
    )
    services.show_plan(plan, user=cast.mayor)
    own = {"public_id": plan.public_id}
    world.lead("replication", "detail edit show hide stage results sheet link", **own)
    world.lead("replication", "remove-result", **own, key=result.key)
    world.lead("replication", "tree spread spread-data begin", public_id=cast.french_action.public_id)
    world.lead("api", "read_replication", **own)
    world.lead("api", "read_action_lineage", public_id=cast.arabic_action.public_id)
