"""What a town says of itself, field by field, with the register's answer beside it."""

from decimal import Decimal
from typing import Any

from babel.core import get_global
from babel.numbers import get_territory_currencies
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from seguia.membership.forms.fields import LineField
from seguia.territories.facts import ShownFacts, shown_facts
from seguia.territories.models import (
    FACTS,
    SPOKEN_LANGUAGES,
    Climate,
    PlaceFacts,
    Territory,
    Trait,
    spoken_name,
    told_or_registered,
)
from seguia.territories.models.facts import FIRST_YEAR, MOST_PER_INHABITANT
from seguia.territories.models.spoken import MOST_USED


class _Ticks(forms.CheckboxSelectMultiple):
    """Boxes in columns where there is room."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "choices is-columns"})


class TownProfileForm(forms.Form):
    """Traits, climate, languages, budget; what is left empty follows the register."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    traits = forms.MultipleChoiceField(
        label=gettext_lazy("What the place is like"), choices=Trait.choices, required=False, widget=_Ticks
    )
    climate = forms.ChoiceField(label=gettext_lazy("Climate"), required=False)
    languages = forms.MultipleChoiceField(label=gettext_lazy("Languages people speak"), required=False, widget=_Ticks)
    further_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Further languages"),
        required=False,
        widget=_Ticks,
        help_text=gettext_lazy("Spoken by a good part of the inhabitants."),
    )
    budget_per_inhabitant = forms.DecimalField(
        label=gettext_lazy("Municipal budget per inhabitant"),
        required=False,
        localize=False,
        min_value=Decimal("0.01"),
        max_value=MOST_PER_INHABITANT,
        max_digits=10,
        decimal_places=2,
    )
    budget_currency = LineField(
        label=gettext_lazy("Currency"),
        max_length=3,
        required=False,
        help_text=gettext_lazy("Three letters, for example MAD or EUR. Amounts are never converted."),
    )
    budget_year = forms.IntegerField(
        label=gettext_lazy("Year of the budget"), required=False, min_value=FIRST_YEAR, max_value=2100,
        help_text=gettext_lazy("Of the last accounts that are closed."),
    )  # fmt: skip
    budget_source = LineField(
        label=gettext_lazy("Where this figure stands"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: administrative account 2025, adopted on 30 May 2026."),
    )

    def __init__(self, data: Any, territory: Territory) -> None:
        known = told_or_registered(territory, territory.own_word)
        super().__init__(data, initial=_initial(territory, known))
        self._register = shown_facts(territory)
        first = [code for code in SPOKEN_LANGUAGES if code in {*MOST_USED, *known.spoken_languages}]
        rest = [code for code in SPOKEN_LANGUAGES if code not in first]
        self._offer("climate", [("", _("not told")), *Climate.choices])
        self._offer("languages", [(code, spoken_name(code)) for code in first])
        self._offer("further_languages", sorted(((code, spoken_name(code)) for code in rest), key=lambda one: one[1]))
        self._explain(self._register)

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _explain(self, register: ShownFacts) -> None:
        comma = pgettext("between the traits of a place", ", ")
        per_inhabitant = _("Expenditure of one year divided by the number of inhabitants.")
        for name, stands, otherwise in (
            ("traits", comma.join(label for _code, label in register.traits), ""),
            ("climate", register.climate, _("As people of the place would say.")),
            ("languages", comma.join(register.spoken_languages), _("In the street or in the town hall.")),
            ("budget_per_inhabitant", f"{register.budget} ({register.budget_year})" if register.budget else "",
             per_inhabitant),
        ):  # fmt: skip
            told = _("In the register: %(facts)s.") % {"facts": stands} if stands else _("The register says nothing.")
            self.fields[name].help_text = " ".join(part for part in (otherwise, told) if part)

    def clean_budget_currency(self) -> str:
        """Written large."""
        return str(self.cleaned_data["budget_currency"]).upper()

    def told(self) -> dict[str, Any]:
        """Column → value, of a valid form."""
        cleaned = self.cleaned_data
        languages = {*cleaned["languages"], *cleaned["further_languages"]}
        budget = {column: cleaned[column] for column in FACTS["budget"]}
        if not any(budget[column] for column in FACTS["budget"] if column != "budget_currency"):
            budget["budget_currency"] = ""
        return {
            "traits": sorted(cleaned["traits"]),
            "climate": cleaned["climate"],
            "spoken_languages": sorted(languages),
            **budget,
        }


def _initial(territory: Territory, known: PlaceFacts) -> dict[str, Any]:
    profile = territory.own_word
    initial: dict[str, Any] = {column: getattr(known, column) for columns in FACTS.values() for column in columns}
    return initial | {
        "version": profile.version if profile else 0,
        "languages": known.spoken_languages,
        "budget_currency": known.budget_currency or _currency_of(territory.country),
    }


def _currency_of(country: str) -> str:
    """What people pay with there, as a first guess in the empty field."""
    if country not in get_global("territory_currencies"):
        return ""
    found = get_territory_currencies(country)
    return str(found[0]) if found else ""
