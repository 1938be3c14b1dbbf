"""What an adviser fills in to recommend something, and a town to say why not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seguia.support.models import Obstacle


class RecommendationForm(forms.Form):
    """The reason; what is recommended is chosen from a list, or named."""

    label = forms.CharField(
        label=_("What it is called"),
        max_length=200,
        required=False,
        help_text=_("Only for what does not stand in the list: the name of a course, a fund, a person’s function."),
    )
    address = forms.CharField(
        label=_("Address on the web"),
        max_length=500,
        required=False,
        help_text=_("Where it can be read about; it begins with https://."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )
    why = forms.CharField(
        label=_("Why it suits this town"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_(
            "Two sentences are enough: what resembles, what to look at first. Write in the language of the request."
        ),
    )

    def __init__(self, *args: Any, is_free: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_free:
            del self.fields["label"], self.fields["address"]


class SendForm(forms.Form):
    """The words that go with the recommendations."""

    message = forms.CharField(
        label=_("Message to the town"),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_(
            "It leaves together with what you recommend, in one go. Without a message only the recommendations leave."
        ),
    )


class DeclineForm(forms.Form):
    """What stands in the way: counted without names, so that the network learns from it."""

    obstacle = forms.ChoiceField(label=_("What stands in the way?"), choices=Obstacle.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("In your own words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_(
            "Only your adviser and the secretariat read this. It helps them to recommend what suits you better."
        ),
    )
