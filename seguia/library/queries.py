"""Reads: a method is only obtained through a loader that checks access."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from seguia.actions.models import Action
from seguia.actions.queries import published_actions
from seguia.core.errors import NotFound
from seguia.library.models import Method, MethodDocument, Status
from seguia.library.models.method import MethodQuerySet
from seguia.membership.models import Organisation
from seguia.membership.queries import organisation_ids_of
from seguia.territories.models import Territory


def published_methods() -> MethodQuerySet:
    """Every published method for lists and cards, the newest first."""
    return Method.objects.published().for_cards()


def methods_by_id(ids: Iterable[int]) -> list[Method]:
    """Published methods for cards in the order of `ids`; those withdrawn meanwhile are left out. Two queries."""
    ids = list(ids)
    found = {method.pk: method for method in published_methods().filter(pk__in=ids)} if ids else {}
    return [found[pk] for pk in ids if pk in found]


def method_for(user: Any, public_id: str) -> Method:
    """A method, if this person may see it. Raises NotFound."""
    found = Method.objects.visible_to(user).for_cards().filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no method at this address, or it is not published."))
    return found


def published_method(public_id: str) -> Method:
    """A method that everybody may read. Raises NotFound."""
    found = published_methods().filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no method at this address, or it is not published."))
    return found


def unpublished_methods(user: Any) -> list[Method]:
    """What a person has in hand: drafts and the like of their organisations; for the secretariat the network's own."""
    mine = Q(organisation_id__in=organisation_ids_of(user))
    if getattr(user, "is_active", False) and user.is_staff:
        mine |= Q(organisation__isnull=True)
    rows = Method.objects.filter(mine).exclude(status=Status.PUBLISHED).for_cards()
    return list(rows.order_by("-changed_at", "-pk")[:50])


def submitted_methods() -> MethodQuerySet:
    """What waits on the secretariat's desk, the oldest first."""
    waiting = Method.objects.filter(status=Status.SUBMITTED).select_related("organisation")
    return waiting.order_by("submitted_at", "pk")


def examples_of(method: Method) -> list[Action]:
    """Published sheets in which it was applied, for cards. Two queries."""
    return list(published_actions().filter(methods=method))


def methods_citing(action: Action) -> list[Method]:
    """Published methods that name a sheet as an example. Two queries."""
    return list(published_methods().filter(examples=action))


def methods_of(organisation: Organisation) -> list[Method]:
    """Published methods of one organisation. Two queries."""
    return list(published_methods().filter(organisation=organisation))


def methods_of_town(territory: Territory) -> list[Method]:
    """Published methods of the organisations of a town. Two queries, one where there are none."""
    return list(published_methods().filter(organisation__territory=territory))


def document_of(method: Method, key: str) -> MethodDocument:
    """One document of a method. Raises NotFound."""
    found = MethodDocument.objects.filter(method=method, key=key).select_related("file").first()
    if found is None:
        raise NotFound(_("This document is no longer there."))
    return found
