"""The one thing the desk asks for: the reason."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seguia.core.text import clean_text


class DecisionForm(forms.Form):
    """Why; the sentence reaches the author."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The author reads it. Say what should be done, in words they understand."),
    )

    def clean_reason(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["reason"])


def add_faults(form: forms.Form | None, error: ValidationError) -> list[str]:
    """Put what a service refused beside the reason, or return it where there is nothing to fill in."""
    if form is None:
        return list(error.messages)
    for message in error.messages:
        form.add_error("reason", message)
    return []
