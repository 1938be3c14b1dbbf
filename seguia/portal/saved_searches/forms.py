"""Name and frequency of a saved search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from seguia.core.text import clean_text
from seguia.portal.models import Frequency


class SavedSearchForm(forms.Form):
    """What a person decides about a saved search."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("Only you see it: in your list and in the subject of the mails.")
    )
    frequency = forms.ChoiceField(
        label=_("New results by mail"),
        choices=Frequency.choices,
        initial=Frequency.DAILY,
        widget=forms.RadioSelect,
        help_text=_("A mail is only sent when there is something new. Every mail has a link that ends them."),
    )

    def clean_name(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["name"], multiline=False)
