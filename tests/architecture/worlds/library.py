"""One real thing of every kind of `seguia.library`, and who may open its addresses."""

from typing import TYPE_CHECKING

from seguia.library import services
from seguia.library.models import Method
from seguia.library.tests import shelf

if TYPE_CHECKING:
    from tests.architecture.world import World

NARROWER: list[tuple[str, str, set[str]]] = [
    ("library", "create", {"clerk", "mayor", "loos_mayor", "secretariat"}),
    ("library", "edit document-add document-remove submit", {"clerk", "mayor"}),
    ("library", "archive restore", {"mayor", "secretariat"}),
]
"""(namespace, names of routes, roles) where only some of those the table of access names may."""


def add(world: "World") -> None:
    """A draft, a submitted, a published and an archived method of Chefchaouen, with a document."""
    cast = world.cast
    draft, waiting = shelf.town_draft(cast), shelf.submitted(cast)
    document = shelf.with_document(draft, cast.clerk)
    public: Method = shelf.published(cast, examples=[cast.arabic_action.public_id])
    archived = services.archive_method(shelf.published(cast), user=cast.mayor, reason="متجاوزة")
    world.lead("library", "edit document-add submit", public_id=draft.public_id)
    world.lead("library", "document-remove", public_id=draft.public_id, key=document.key)
    world.lead("library", "publish return archive", public_id=waiting.public_id)
    world.lead("library", "restore", public_id=archived.public_id)
    world.lead("library", "detail", public_id=public.public_id)
    world.lead("api", "read_method", public_id=public.public_id)
