"""What a person fills in to ask, to answer and to mend."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Action
from seguia.core.languages import current_language, language_codes, own_name
from seguia.core.text import clean_text
from seguia.membership.models import Organisation
from seguia.questions.models import LONGEST
from seguia.questions.queries import SECRETARIAT


def _text(label: Any, help_text: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    return forms.CharField(label=label, max_length=LONGEST, widget=area, help_text=help_text)


class WordsForm(forms.Form):
    """The text alone."""

    text = _text(_("Text"), _("Plain text, up to 4000 characters. Addresses that begin with https:// become links."))

    def clean_text(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["text"])


class PostForm(WordsForm):
    """A text, its language, and on behalf of whom it is written."""

    language = forms.ChoiceField(
        label=_("Language of your text"), help_text=_("Write in the language you like; readers can have it translated.")
    )
    speaker = forms.ChoiceField(label=_("On behalf of"), help_text=_("Readers see this, not your name."))
    function = forms.CharField(
        label=_("Your function"),
        max_length=120,
        required=False,
        help_text=_("Only if you want it shown beside your town: “technical services”, “deputy mayor”."),
    )

    def __init__(self, *args: Any, speakers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("language", [(code, own_name(code)) for code in language_codes()], current_language())
        self._offer("speaker", speakers, speakers[0][0] if speakers else "")
        if len(speakers) == 1:
            self.fields["speaker"].widget = forms.HiddenInput()

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]], initial: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)
        field.initial = initial

    def clean_function(self) -> str:
        """One line."""
        return clean_text(self.cleaned_data["function"], multiline=False)


class QuestionForm(PostForm):
    """What another town wants to know."""

    text = _text(
        _("Your question"),
        _("One question at a time is answered best: what it cost, who maintains it, what you would do again. Everybody can "
          "read it. Please name no private persons."),
    )  # fmt: skip


class AnswerForm(PostForm):
    """An answer; a town that did something similar may point to its own action."""

    text = _text(
        _("Your answer"), _("A few sentences are enough. Everybody can read it. Please name no private persons.")
    )
    example = forms.ChoiceField(
        label=_("Your own action"),
        required=False,
        help_text=_("If your town did something similar: which of your published actions tells about it?"),
    )

    def __init__(self, *args: Any, examples: Iterable[Action] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("none")), *((one.public_id, one.label().text) for one in examples)]
        if len(choices) > 1:
            self._offer("example", choices, "")
        else:
            del self.fields["example"]


class ReasonForm(forms.Form):
    """Why a text is taken offline."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Its author reads it."),
    )

    def clean_reason(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["reason"])


def speakers_of(organisations: Iterable[Organisation], *, is_staff: bool = False) -> list[tuple[str, str]]:
    """On behalf of whom somebody can write: their towns, and the secretariat for its people."""
    found = [(one.public_id, one.label().text) for one in organisations]
    return [*found, (SECRETARIAT, gettext("Secretariat of the network"))] if is_staff else found
