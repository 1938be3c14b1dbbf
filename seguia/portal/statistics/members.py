"""Figures about members: by country, by size of the town, by year."""

import datetime
from collections import Counter

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.formats import country_name
from seguia.membership.models import Membership
from seguia.portal.statistics.tables import Row, Table
from seguia.territories.models import PopulationClass

YEARS = 10


def by_country() -> list[Row]:
    """Members of today by the country of their territory. One query."""
    found = (
        Membership.objects.members_on()
        .order_by()
        .values_list("organisation__territory__country")
        .annotate(number=Count("organisation", distinct=True))
    )
    named = [(country_name(code) if code else _("no country"), number) for code, number in found]
    return [Row(name, (number,)) for name, number in sorted(named, key=lambda one: (-one[1], one[0]))]


def by_size() -> list[Row]:
    """Members of today by the number of inhabitants. One query."""
    found = (
        Membership.objects.members_on()
        .order_by()
        .values_list("organisation__territory__population")
        .annotate(number=Count("organisation", distinct=True))
    )
    counts: Counter[PopulationClass | None] = Counter()
    for population, number in found:
        counts[PopulationClass.of(population)] += number
    if not counts:
        return []
    rows = [Row(str(size.label), (counts[size],)) for size in PopulationClass]
    return [*rows, *([Row(_("not known"), (counts[None],))] if counts[None] else [])]


def by_year() -> list[Row]:
    """Members at the end of each year, those that joined and those that left in it. One query."""
    found = Membership.objects.exclude(since=None).order_by().values_list("since", "until")
    periods = [(since, until) for since, until in found if since is not None]
    if not periods:
        return []
    this_year = timezone.localdate().year
    first = max(min((since.year for since, _until in periods), default=this_year), this_year - YEARS + 1)
    return [_year(year, periods) for year in range(first, this_year + 1)]


def _year(year: int, periods: list[tuple[datetime.date, datetime.date | None]]) -> Row:
    last = datetime.date(year, 12, 31)
    there = sum(1 for since, until in periods if since <= last and (until is None or until > last))
    joined = sum(1 for since, _until in periods if since.year == year)
    left = sum(1 for _since, until in periods if until is not None and until.year == year)
    return Row(str(year), (there, joined, left))


_NUMBER = gettext_lazy("Members")
TABLES = [
    Table(
        "members-by-country",
        gettext_lazy("Members by country"),
        gettext_lazy("Organisations that are members today."),
        (gettext_lazy("Country"), _NUMBER),
        by_country,
    ),
    Table(
        "members-by-size",
        gettext_lazy("Members by size of the town"),
        gettext_lazy("Inhabitants as the country’s register counts them."),
        (gettext_lazy("Inhabitants"), _NUMBER),
        by_size,
        "ring",
    ),
    Table(
        "members-by-year",
        gettext_lazy("Members by year"),
        gettext_lazy("Members at the end of the year; for the present year, as far as is known today."),
        (gettext_lazy("Year"), _NUMBER, gettext_lazy("Joined"), gettext_lazy("Left")),
        by_year,
        "line",
    ),
]
