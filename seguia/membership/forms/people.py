"""Inviting, roles, handing over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from seguia.membership.forms.fields import LanguageField
from seguia.membership.models import Role

_WHAT = _(
    "A representative submits sheets and manages colleagues. An editor writes. A billing contact sees the dues and writes "
    "nothing."
)


class InviteForm(forms.Form):
    """Whom, as what, in which language the mail is written."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("A person of their own, not a shared mailbox."))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.EDITOR, help_text=_WHAT)
    language = LanguageField(label=_("Language of the mail"))


class HandOverForm(forms.Form):
    """The successor."""

    email = forms.EmailField(label=_("E-mail address of the successor"))
    language = LanguageField(label=_("Language of the mail"))


class RoleForm(forms.Form):
    """Another role."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect, help_text=_WHAT)
