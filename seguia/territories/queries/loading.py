"""Obtaining a territory by its official code, at a time."""

import datetime
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid, NotFound
from seguia.core.formats import country_name
from seguia.core.formats import date as day_in_words
from seguia.territories.codes import Reference, parsed_reference
from seguia.territories.models import Kind, Territory, TerritoryCode
from seguia.territories.queries.levels import LEVELS


def territory_at(scheme: str, code: str, on: datetime.date | None = None) -> Territory:
    """The territory that has this code: on a day, or now (otherwise its last holder).

    Further and earlier codes find it too, so compare `reference` and redirect. Raises NotFound.
    """
    try:
        reference = parsed_reference(f"{scheme}:{code}")
    except Invalid as fault:
        raise NotFound(fault.message) from fault
    lives = _lives_of(reference)
    holders = [life for life in lives if on is None or life.exists_on(on)] or _by_further_code(reference, on)
    if not holders:
        raise NotFound(_why_not(reference, lives, on))
    return max(holders, key=lambda life: (life.is_current, life.valid_to or datetime.date.max))


def existing_territory(scheme: str, code: str) -> Territory:
    """The territory that has this code and exists now. Raises NotFound."""
    territory = territory_at(scheme, code)
    if not territory.is_current:
        raise NotFound(
            _("%(reference)s ended on %(day)s.")
            % {"reference": territory.reference, "day": day_in_words(territory.last_day())}
        )
    return territory


def territories_by_reference(references: Iterable[str]) -> dict[str, Territory]:
    """Current territories by `scheme:code`; what is not found is left out. Two queries, whatever the number."""
    wanted = set(references)
    codes: dict[str, list[str]] = {}
    for reference in wanted:
        scheme, _colon, code = reference.partition(":")
        codes.setdefault(scheme, []).append(code)
    if not codes:
        return {}
    condition = Q()
    for scheme, numbers in codes.items():
        condition |= Q(scheme=scheme, code__in=numbers)
    further = TerritoryCode.objects.filter(condition, territory__valid_to=None).select_related("territory")
    found = {str(code): code.territory for code in further}
    found |= {life.reference: life for life in Territory.objects.current().filter(condition)}
    return {reference: life for reference, life in found.items() if reference in wanted}


def _lives_of(reference: Reference) -> list[Territory]:
    lives = Territory.objects.filter(scheme=reference.scheme, code=reference.code)
    return list(lives.select_related(*LEVELS, "department", "region", "profile").order_by("valid_from"))


def _by_further_code(reference: Reference, on: datetime.date | None) -> list[Territory]:
    codes = TerritoryCode.objects.filter(scheme=reference.scheme, code=reference.code)
    if on is not None:
        codes = codes.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on))
    holders = Territory.objects.filter(pk__in=codes.values("territory"))
    found = holders.select_related(*LEVELS, "department", "region", "profile")
    return [life for life in found if on is None or life.exists_on(on)]


def _why_not(reference: Reference, lives: list[Territory], on: datetime.date | None) -> str:
    if on is None or not lives:
        return _("No territory has the code %(reference)s in this network.") % {"reference": reference}
    return _("No territory had the code %(reference)s on %(day)s; look at another day.") % {
        "reference": reference,
        "day": day_in_words(on),
    }


def territories_by_id(ids: Iterable[int]) -> dict[int, Territory]:
    """Territories by identifier. One query."""
    return Territory.objects.in_bulk(list(ids))


def countries_by_name() -> list[tuple[str, str]]:
    """Countries of the network, (ISO code, name), by name in the reader's language."""
    codes = Territory.objects.current().filter(kind=Kind.COUNTRY).values_list("country", flat=True)
    return sorted(((code, country_name(code)) for code in codes), key=lambda country: country[1])
