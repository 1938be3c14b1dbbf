"""Filters of the desk, the role of translator, the reason of a reviewer."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from seguia.core.formats import country_name
from seguia.core.languages import language_codes, own_name
from seguia.core.translation_state import LanguageState
from seguia.translation.registry import translatable_kinds


def _languages() -> list[tuple[str, Any]]:
    return [(code, own_name(code)) for code in language_codes()]


class DeskFilter(forms.Form):
    """What is looked for."""

    to = forms.ChoiceField(label=_("Into"), required=False)
    source = forms.ChoiceField(label=_("From"), required=False)
    kind = forms.ChoiceField(label=_("What"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, data: Any, *, countries: list[str]) -> None:
        super().__init__(data)
        self._offer("to", [("mine", _("my languages")), *_languages()], _("all languages"))
        self._offer("source", _languages(), _("all languages"))
        self._offer("kind", [(kind.code, capfirst(str(kind.label))) for kind in translatable_kinds()], _("everything"))
        states = [(state.value, state.label) for state in LanguageState if state not in ("original", "current")]
        extra = [("machine", _("machine, not reviewed")), ("figures", _("figures differ"))]
        self._offer("state", [*states, *extra], _("whatever is to do"))
        self._offer("country", [(code, country_name(code)) for code in countries], _("all countries"))

    def _offer(self, name: str, choices: list[tuple[str, Any]], everything: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", everything), *choices]


class LanguagesForm(forms.Form):
    """Languages somebody translates into or wants to see."""

    languages = forms.MultipleChoiceField(label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["languages"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = _languages()


class TranslatorForm(LanguagesForm):
    """Whom the secretariat trusts with translations, and into what."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The person must have signed in here once."), max_length=254
    )
    field_order = ["email", "languages"]


class ReviewForm(forms.Form):
    """Why some texts go back."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed when a text is not ticked. The translator reads it in a mail and above the text."),
    )
