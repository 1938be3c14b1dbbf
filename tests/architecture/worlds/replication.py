"""One real thing of every kind of `seguia.replication`, and who may open its addresses."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.architecture.world import World

NARROWER: list[tuple[str, str, set[str]]] = []
"""(namespace, names of routes, roles) where only some of those the table of access names may."""


def add(world: "World") -> None:
    """Create the things and say where the routes lead."""
