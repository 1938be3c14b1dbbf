"""What a territory is part of, and what is part of it."""

from django.db.models import F, QuerySet

from seguia.territories.models import Kind, Territory

LEVELS = ("intercommunality", "parent__parent__parent__parent")
"""For `select_related`: a district, its commune, cercle, province, region and country are one query."""


def levels(territory: Territory) -> list[Territory]:
    """The chain upward, nearest first, the intercommunality before the department. One query."""
    loaded = Territory.objects.select_related(*LEVELS).get(pk=territory.pk)
    chain = [loaded.intercommunality] if loaded.intercommunality else []
    seen, above = {loaded.pk}, loaded.parent
    while above is not None and above.pk not in seen:
        chain.append(above)
        seen.add(above.pk)
        above = above.parent
    return chain


def children_of(territory: Territory) -> "QuerySet[Territory]":
    """The current territories directly below, or the members of an intercommunality; the largest first."""
    link = "intercommunality" if territory.kind == Kind.INTERCOMMUNALITY else "parent"
    return (
        Territory.objects.current()
        .filter(**{link: territory})
        .order_by(F("population").desc(nulls_last=True), "scheme", "code")
    )
