"""Reads about organisations and who acts for them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.membership.models import Organisation, Representation


def organisation_ids_of(user: Any) -> set[int]:
    """Organisations a person may write for today; empty for visitors and inactive people."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return set()
    return set(Representation.objects.of(user).values_list("organisation_id", flat=True))


def organisations_of(user: Any) -> "QuerySet[Organisation]":
    """The organisations a person acts for today, with their territories."""
    return Organisation.objects.filter(pk__in=organisation_ids_of(user)).select_related("territory")


def all_organisations() -> "QuerySet[Organisation]":
    """Every organisation of the network with its territory; they are public."""
    return Organisation.objects.select_related("territory").order_by("pk")


def organisation_by_id(public_id: str) -> Organisation:
    """A public organisation. Raises NotFound."""
    found = Organisation.objects.select_related("territory").filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no organisation with this address."))
    return found
