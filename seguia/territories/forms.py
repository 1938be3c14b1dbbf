"""The filters of the list of territories."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seguia.territories.models import Kind, PopulationClass, Trait
from seguia.territories.queries import TerritoryFilters, countries_by_name, regions_of


class FilterForm(forms.Form):
    """Name, country, region, kind, size, trait; everything may be left open."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    country = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False)
    trait = forms.ChoiceField(label=_("Trait"), required=False)

    def __init__(self, filters: TerritoryFilters) -> None:
        chosen = asdict(filters)
        super().__init__(initial={**chosen, "q": chosen["text"]})
        regions = [(region.reference, region.label().text) for region in regions_of(filters.country)]
        self._offer("country", countries_by_name())
        self._offer("region", regions)
        self._offer("kind", Kind.choices)
        self._offer("size", PopulationClass.choices)
        self._offer("trait", Trait.choices)

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("all")), *choices]
