"""Published methods at the translation desk."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from seguia.library.models import Method
from seguia.library.queries import published_method
from seguia.library.services import save_translation
from seguia.library.services.writing import SEARCHED_AS
from seguia.library.standing import standing_of
from seguia.membership.queries import organisations_of
from seguia.translation.registry import Item, Listed, TranslatableKind, item_from, listed_from, register_kind

BATCH = 200


def listed(ids: Sequence[int] | None) -> Iterator[Listed]:
    """Published methods among these, or all, as the desk lists them."""
    methods = Method.objects.published().select_related("organisation__territory").order_by("pk")
    for method in (methods if ids is None else methods.filter(pk__in=ids)).iterator(chunk_size=BATCH):
        owner = method.organisation
        town = owner.territory if owner else None
        yield listed_from(
            method,
            public_id=method.public_id,
            changed_at=method.changed_at,
            owner=owner.name if owner else None,
            owner_key=owner.public_id if owner else "",
            country=town.country if town else "",
        )


def load(user: Any, public_id: str, language: str) -> Item:
    """A published method, whoever asks. Raises NotFound."""
    column: Any = Method._meta.get_field
    return item_from(published_method(public_id), SEARCHED_AS, public_id, language, labels=column)


def register() -> None:
    """Show methods at the desk."""
    register_kind(
        TranslatableKind(
            SEARCHED_AS,
            gettext_lazy("method"),
            listed=listed,
            load=load,
            save=save_translation,
            may_translate=lambda user, item: standing_of(user, item.target).is_own,
            owner_keys=lambda user: {organisation.public_id for organisation in organisations_of(user)},
        )
    )
