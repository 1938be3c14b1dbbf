"""What people change about themselves."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seguia.accounts.models import User
from seguia.core.languages import language_codes, own_name
from seguia.core.text import clean_text


class ProfileForm(forms.Form):
    """Name and language."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        help_text=_("As colleagues and the secretariat know you. Visitors do not see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("Pages open in it after you sign in, and mails are written in it."),
    )

    def __init__(self, *args: Any, user: User, language: str, **kwargs: Any) -> None:
        initial = {"name": user.name, "language": user.language or language}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.fields["language"].choices = [(code, own_name(code)) for code in language_codes()]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """One line, no invisible characters."""
        name = clean_text(self.cleaned_data["name"])
        if "\n" in name:
            raise ValidationError(_("Write the name on one line."))
        return name


class EraseForm(forms.Form):
    """Nothing is erased by a slip of the finger."""

    sure = forms.BooleanField(
        label=_("I understand that my account and what is listed above are erased for good."),
        error_messages={"required": _("Tick this box if you want to erase your account. Nothing was erased.")},
    )
