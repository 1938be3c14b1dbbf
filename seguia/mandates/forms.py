"""Input about mandates: a new one, an end, a correction, a file, an election, an invitation."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.formats import country_name
from seguia.core.text import clean_text
from seguia.mandates.importers import FORMATS
from seguia.mandates.models import EndReason, Function, Mandate, Term
from seguia.mandates.queries.themes import theme_choices

MOST_BYTES = 8 * 1024 * 1024


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **kwargs)


def add_faults(form: forms.BaseForm, error: Any) -> None:
    """Put what a service refused beside the fields it concerns, or on top."""
    if hasattr(error, "error_dict"):
        for name, faults in error.error_dict.items():
            form.add_error(name if name in form.fields else None, faults)
    else:
        form.add_error(None, error)


class MandateForm(forms.Form):
    """Who, what, since when, and where we know it from."""

    latin_name = forms.CharField(label=_("Name in Latin script"), max_length=160, required=False)
    arabic_name = forms.CharField(
        label=_("Name in Arabic script"), max_length=160, required=False, widget=forms.TextInput(attrs={"dir": "rtl"}),
        help_text=_("One of the two names is enough. Never write a day of birth or an address here: this is public."),
    )  # fmt: skip
    function = forms.ChoiceField(label=_("Function"), choices=Function.choices)
    since = day_field(_("Since"), help_text=_("The day on which the function began."))
    rank = forms.IntegerField(label=_("Rank"), required=False, min_value=1, max_value=200)
    themes = forms.MultipleChoiceField(
        label=_("Themes of the delegation"), required=False, widget=forms.CheckboxSelectMultiple
    )
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("The register, the minutes or the page where this is published.")
    )
    source_url = forms.URLField(label=_("Address of the source"), max_length=500, required=False, assume_scheme="https")

    def __init__(self, *args: Any, mandate: Mandate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column: Any = Mandate._meta.get_field("delegation")
        self.fields["delegation"] = column.formfield(
            label=_("Delegation"), help_text=_("For example: waste and water.")
        )
        self._offer_themes()
        if mandate is not None and mandate.until is not None:
            self.fields["until"] = day_field(_("First day without the mandate"), required=False,
                help_text=_("Leave it empty to open the mandate again."))  # fmt: skip
            self.fields["end_reason"] = forms.ChoiceField(
                label=_("Reason of the end"), required=False, choices=[("", "—"), *EndReason.choices]
            )
        wanted = [
            "latin_name",
            "arabic_name",
            "function",
            "since",
            "until",
            "end_reason",
            "rank",
            "delegation",
            "themes",
        ]
        self.order_fields([*wanted, "source", "source_url"])

    def _offer_themes(self) -> None:
        field = self.fields["themes"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = theme_choices()

    def clean_latin_name(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["latin_name"], multiline=False)

    def clean_arabic_name(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["arabic_name"], multiline=False)

    def clean_source(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["source"], multiline=False)


class EndForm(forms.Form):
    """From when on the mandate no longer counts, and why."""

    until = day_field(
        _("First day without the mandate"),
        help_text=_("It may lie ahead. Rights in the network that follow from the mandate end at midnight before it."),
    )
    reason = forms.ChoiceField(label=_("Reason of the end"), choices=EndReason.choices)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("Only the secretariat reads it.")
    )


class FileForm(forms.Form):
    """A register to look through."""

    file = forms.FileField(label=_("File"), help_text=_("CSV, at most 8 MB. Larger files: on the command line."))
    format = forms.ChoiceField(label=_("Format"), choices=list(FORMATS.items()))
    function = forms.ChoiceField(
        label=_("Function"), choices=Function.choices, initial=Function.MAYOR,
        help_text=_("Only for files of the French register that list one function and have no column for it."),
    )  # fmt: skip
    on = day_field(_("Day the file describes"), help_text=_("Codes of towns are read as of this day."))
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Shown to the public, for example: RNE, May 2026.")
    )
    source_url = forms.URLField(label=_("Address of the source"), max_length=500, required=False, assume_scheme="https")
    is_complete = forms.BooleanField(
        label=_("The file lists everybody who holds these functions in its towns"), required=False, initial=True,
        help_text=_("Then who is missing in it has left. Towns that are not in the file are never changed."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 8 MB. Import it on the command line."), code="size")
        return upload

    def clean_on(self) -> datetime.date:
        """A register cannot describe the future."""
        day: datetime.date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day lies ahead. A file describes today or a day before."), code="ahead")
        return day


class ElectionForm(forms.Form):
    """The day from which on no mandate of before the election counts."""

    on = day_field(
        _("First day without the old mandates"),
        help_text=_("Old councils stay in office until the new ones sit: the day after the last first sitting."),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class TermForm(forms.ModelForm):  # type: ignore[type-arg]
    """An election of the calendar."""

    class Meta:
        model = Term
        fields = (
            "country",
            "council",
            "year",
            "election_date",
            "second_round",
            "sitting_from",
            "sitting_until",
            "years",
            "source",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("election_date", "second_round", "sitting_from", "sitting_until"):
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        self.fields["country"].help_text = _("Two letters, for example MA (%(name)s).") % {"name": country_name("MA")}
        self.fields["election_date"].help_text = _("Leave the days empty while they are not fixed.")

    def clean_country(self) -> str:
        """Two Latin letters."""
        country = str(self.cleaned_data["country"]).upper()
        if not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise forms.ValidationError(_("Write the two letters of the country."), code="country")
        return country


class InviteForm(forms.Form):
    """Where the invitation of an official goes."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254,
        help_text=_("The official's own address: whoever opens the link can accept only with this address."),
    )  # fmt: skip
