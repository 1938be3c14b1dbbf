"""What the search index asks."""

from collections.abc import Collection

from django.db.models import QuerySet

from seguia.territories.models import Territory


def territories_for_index(ids: Collection[int]) -> "QuerySet[Territory]":
    """Territories with all their names, codes and levels: three queries whatever their number."""
    return (
        Territory.objects.filter(pk__in=ids)
        .select_related("parent", "department", "region", "intercommunality")
        .prefetch_related("codes", "former_names")
        .order_by("pk")
    )
