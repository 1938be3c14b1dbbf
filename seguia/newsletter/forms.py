"""What people type: an address, an issue, a part of it, a list of addresses, a moment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seguia.core.forms import TranslatedFormField
from seguia.core.languages import current_language, language_codes, own_name


class SubscribeForm(forms.Form):
    """Anybody may ask for the newsletter for an address; only its owner can confirm it."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"})
    )
    language = forms.ChoiceField(label=_("Language of the newsletter"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["language"]
        chosen.choices = [(code, own_name(code)) for code in language_codes()]
        chosen.initial = current_language()


class IssueForm(forms.Form):
    """What stands above the parts."""

    title = TranslatedFormField(label=_("Title"), max_length=150, help_text=_("It is the subject of the mail."))
    introduction = TranslatedFormField(
        label=_("Introduction"),
        max_length=5000,
        multiline=True,
        rows=8,
        required=False,
        help_text=_("Markdown. In mails, links lead to this platform only; of other links the address is written out."),
    )


class TextItemForm(forms.Form):
    """A part in one's own words."""

    item_title = TranslatedFormField(label=_("Title of this part"), max_length=200)
    item_text = TranslatedFormField(
        label=_("Text of this part"), max_length=3000, multiline=True, rows=5, required=False
    )


class ScheduleForm(forms.Form):
    """When it is sent; empty means now."""

    send_at = forms.DateTimeField(
        label=_("Send from"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "dir": "ltr"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=_("In the network's own time. Leave it empty to send now."),
    )


class InviteForm(forms.Form):
    """An older list."""

    listed = forms.CharField(
        label=_("Addresses"),
        max_length=400_000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "ltr"}),
        help_text=_("One address a line. A language may stand after it: mayor@town.example; ar"),
    )
    may_invite = forms.BooleanField(
        label=_(
            "These people have been in contact with the network and may be asked once whether they want its newsletter."
        )
    )
