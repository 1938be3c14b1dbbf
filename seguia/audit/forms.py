"""What the secretariat looks for in the record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seguia.audit.queries import Filters
from seguia.audit.sentences import known_deeds


class FilterForm(forms.Form):
    """Every field may be empty."""

    code = forms.ChoiceField(label=_("Deed"), required=False)
    person = forms.CharField(
        label=_("Person"), required=False, max_length=120, help_text=_("Part of a name or of an address.")
    )
    object = forms.CharField(
        label=_("Object"),
        required=False,
        max_length=110,
        help_text=_("As it stands in the table, for example actions.action:12."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", _("All deeds")), *known_deeds()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days of a calendar that computers agree on."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("since", "until"):
            day = cleaned.get(name)
            if day and not 2000 <= day.year <= 2200:
                self.add_error(name, _("Give a day between the years 2000 and 2200."))
        return cleaned

    def filters(self) -> Filters:
        """What is asked; nothing at all while the form has faults, so that nobody takes all rows for the answer."""
        return Filters(**self.cleaned_data)
