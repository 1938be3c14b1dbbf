"""From the database to the pure computation: the figures of a scale, the facts of a member."""

from typing import Any

from seguia.dues.computation import Bracket, Facts, ScaleTable
from seguia.dues.models import Discount, Scale
from seguia.membership.models import Membership


def table_of(scale: Scale) -> ScaleTable:
    """The figures of a scale. Reads `brackets` and `kinds` (prefetch them for lists)."""
    return ScaleTable(
        year=scale.year,
        currency=scale.currency,
        method=scale.method,
        brackets=tuple(
            Bracket(row.population_from, row.population_to, row.group, row.amount) for row in scale.brackets.all()
        ),
        groups=dict(scale.groups),
        rate=scale.rate,
        floor=scale.floor,
        cap=scale.cap,
        kinds={row.kind: row.amount for row in scale.kinds.all()},
        is_pro_rata=scale.is_pro_rata,
    )


def facts_of(membership: Membership, year: int, discount: Discount | None = None) -> Facts:
    """What is known of a member. Reads `organisation.territory`. Who is only accepted joins with the board's decision; a
    town that continues merged members has been there as long as they were."""
    organisation = membership.organisation
    territory: Any = organisation.territory
    joined = membership.member_since or membership.since or membership.board_on
    return Facts(
        organisation_kind=organisation.kind,
        country=organisation.seat_country,
        population=territory.population if territory else None,
        population_year=territory.population_year if territory else None,
        joined_year=joined.year if joined else None,
        joined_month=joined.month if joined else None,
        discount_percent=discount.percent if discount else None,
        discount_amount=discount.amount if discount else None,
        discount_reason=discount.reason if discount else "",
    )


def scale_for(country: str, scales: list[Scale]) -> Scale | None:
    """The scale of a year that is for a country: the one that names it, else the one for all others."""
    named = [scale for scale in scales if country in scale.countries]
    general = [scale for scale in scales if not scale.countries]
    return next(iter([*named, *general]), None)
