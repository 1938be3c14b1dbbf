"""The filters of the directory."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from seguia.core.formats import country_name
from seguia.core.languages import current_language
from seguia.membership.directory.cache import edition
from seguia.membership.directory.filters import DirectoryFilters
from seguia.membership.directory.listing import COUNTRY, KEPT_SECONDS
from seguia.membership.models import Membership, MembershipKind, OrganisationKind
from seguia.territories.models import PopulationClass
from seguia.territories.queries import regions_of


class DirectoryForm(forms.Form):
    """Name, country, region, size, kind, sort of member, year; everything may be left open."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    country = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False)
    kind = forms.ChoiceField(label=_("Kind of organisation"), required=False)
    member = forms.ChoiceField(label=_("Kind of member"), required=False)
    since = forms.ChoiceField(label=_("Member since"), required=False)

    def __init__(self, filters: DirectoryFilters) -> None:
        chosen = asdict(filters)
        super().__init__(initial={**chosen, "q": chosen["text"]})
        offered = offers()
        self._offer("country", sorted(((c, country_name(c)) for c in offered["countries"]), key=lambda one: one[1]))
        self._offer("region", _regions(filters.country))
        self._offer("size", PopulationClass.choices)
        self._offer("kind", [(code, label) for code, label in OrganisationKind.choices if code in offered["kinds"]])
        self._offer("member", MembershipKind.choices)
        self._offer("since", [(str(year), str(year)) for year in offered["years"]])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("all")), *choices]


def offers() -> dict[str, list[Any]]:
    """Countries, kinds and years that there are, kept as long as the directory does not change. Three queries."""
    key = f"membership-offers:{edition()}"
    kept: dict[str, list[Any]] | None = cache.get(key)
    if kept is None:
        members = Membership.objects.in_directory().order_by()
        countries = members.annotate(seat=COUNTRY).values_list("seat", flat=True).distinct()
        kept = {
            "countries": [code for code in countries if code],
            "kinds": list(members.values_list("organisation__kind", flat=True).distinct()),
            "years": sorted({day.year for day in members.dates("member_since", "year")}, reverse=True),
        }
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _regions(country: str) -> list[tuple[str, str]]:
    """Regions of the chosen country, or of all; kept like the rest."""
    key = f"membership-regions:{country}:{current_language()}:{edition()}"
    kept: list[tuple[str, str]] | None = cache.get(key)
    if kept is None:
        kept = [(region.reference, region.label().text) for region in regions_of(country)]
        cache.set(key, kept, KEPT_SECONDS)
    return kept
