"""What a reader fills in to report something."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seguia.core.text import clean_text
from seguia.reports.models import Reason

TRAP = "website"
"""A box nobody sees: only machines fill it in."""


class ReportForm(forms.Form):
    """What is wrong, in a few words; an address only for who wants an answer."""

    reason = forms.ChoiceField(label=_("What is wrong?"), choices=Reason.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Describe it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Where it is, what would be right, where that can be read. Needed for “something else”."),
    )
    address = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_(
            "Only if you want an answer. It is shown to the secretariat alone and erased half a year after the answer."
        ),
    )

    def clean_text(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["text"])

    def clean(self) -> None:
        """Something else must be said in words."""
        super().clean()
        if (
            self.cleaned_data.get("reason") == Reason.OTHER
            and not self.cleaned_data.get("text")
            and not self.has_error("text")
        ):
            self.add_error("text", ValidationError(_("Say in a few words what is wrong."), code="required"))
