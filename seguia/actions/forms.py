"""The small forms around a sheet; the sheet itself is written in `editor`."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Action, Media
from seguia.core.languages import current_language, language_codes, own_name
from seguia.core.text import clean_text
from seguia.files.models import FileKind
from seguia.membership.models import Organisation


class BeginForm(forms.Form):
    """A new sheet: whose, in which language, what it is called."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        to_field_name="public_id",
        label=_("Organisation"),
        help_text=_("The sheet belongs to it, not to you alone."),
    )
    original_language = forms.ChoiceField(
        label=_("Language you write in"), help_text=_("Translations can be added beside it, by you or by others.")
    )
    title = forms.CharField(
        label=_("Title"), max_length=160, help_text=_("Say what was done, in one line. You can change it later.")
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["organisation"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = organisations
        language = self.fields["original_language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = [(code, own_name(code)) for code in language_codes()]
        language.initial = current_language()
        if len(organisations) == 1:
            choice.initial = organisations[0].public_id
            choice.empty_label = None

    def clean_title(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["title"], multiline=False)


class ReasonForm(forms.Form):
    """Why a sheet is sent back or archived."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The authors read it in their journey. Say what should be done."),
    )


class MediaForm(forms.Form):
    """A picture with its description, or a document with its title."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=FileKind.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("Pictures: JPEG, PNG, WebP. Documents: PDF, ODT, ODS, DOCX, XLSX, CSV, TXT. At most 20 MB."),
    )
    credit = forms.CharField(label=_("Author"), max_length=160, required=False)

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column: Any = Media._meta.get_field("caption")
        field = column.formfield(
            label=_("What it shows, or its title"),
            help_text=_("For those who cannot see the picture. One language is enough."),
            required=True,
        )
        others = [code for code in language_codes() if code != action.original_language]
        field.widget.languages = [action.original_language, *others]
        self.fields["caption"] = field
        self.order_fields(["kind", "file", "caption", "credit"])

    def clean_credit(self) -> str:
        """A person's or a service's name."""
        return clean_text(self.cleaned_data["credit"], multiline=False)


def add_faults(form: forms.Form, error: ValidationError) -> None:
    """Put what a service refused beside the fields it concerns, or on top."""
    if hasattr(error, "error_dict"):
        for name, faults in error.error_dict.items():
            form.add_error(name if name in form.fields else None, faults)
    else:
        form.add_error(None, error)
