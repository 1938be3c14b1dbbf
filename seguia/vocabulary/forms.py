"""The secretariat's forms: a concept, a merger, a word that was missing."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seguia.core.forms import TranslatedFormField
from seguia.core.languages import language_codes, own_name
from seguia.core.text import clean_text
from seguia.core.translated import TranslatedText
from seguia.vocabulary.labels import cleaned_labels, find_concepts, folded
from seguia.vocabulary.models import Concept
from seguia.vocabulary.queries import concepts_by_slug
from seguia.vocabulary.services.checking import LONGEST_LABEL, MOST_LABELS, as_texts
from seguia.vocabulary.services.editing import ConceptContent

_IN_BRACKETS = re.compile(r"\[([-a-z0-9_]{1,80})\]\s*$")
_LINES_HELP = _("One a line: its name in any language, or its identifier in square brackets.")


def named(slugs: list[str]) -> str:
    """Concepts as a form shows them, one a line: `Compostage [composting]`."""
    found = concepts_by_slug(slugs)
    return "\n".join(f"{found[slug].label()} [{slug}]" for slug in slugs if slug in found)


def slug_of(line: str) -> str:
    """The concept a line means. Raises ValidationError: none, or several."""
    if bracketed := _IN_BRACKETS.search(line):
        line = bracketed.group(1)
    if concepts_by_slug([line]):
        return line
    same = {found.concept.slug for found in find_concepts(line) if folded(found.label) == folded(line)}
    if len(same) == 1:
        return same.pop()
    told = {"line": line[:60], "several": ", ".join(f"[{slug}]" for slug in sorted(same))}
    if same:
        raise ValidationError(_("“%(line)s” is a word for several concepts: write one of %(several)s.") % told)
    raise ValidationError(_("There is no concept with the name or identifier “%(line)s”.") % told)


class ConceptsField(forms.CharField):
    """Concepts, one a line; cleaned to their identifiers."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _LINES_HELP)
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), max_length=4000, **kwargs)

    def clean(self, value: Any) -> list[str]:
        lines = cleaned_labels(super().clean(value))
        return list(dict.fromkeys(slug_of(line) for line in lines))


class ConceptForm(forms.Form):
    """Words and links of a concept."""

    preferred = TranslatedFormField(
        label=_("Name"), max_length=LONGEST_LABEL, help_text=_("As a heading, in at least two languages.")
    )
    alternative = TranslatedFormField(
        label=_("Other words"),
        required=False,
        multiline=True,
        max_length=(LONGEST_LABEL + 1) * MOST_LABELS,
        help_text=_("Everything people type for it: everyday words, short forms, plurals. One a line."),
    )
    broader = ConceptsField(label=_("Wider"), required=False)
    related = ConceptsField(label=_("Related"), required=False)
    goals = forms.CharField(
        label=_("SDG targets"), required=False, max_length=400, help_text=_("Their codes, for example 12.5 6.4")
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def content(self) -> ConceptContent:
        """What was written."""
        data = self.cleaned_data
        words = {code: cleaned_labels(text) for code, text in data["alternative"].items()}
        goals = list(dict.fromkeys(re.split(r"[\s,;،]+", data["goals"].strip()))) if data["goals"].strip() else []
        return ConceptContent(data["preferred"], words, data["broader"], data["related"], goals)

    @staticmethod
    def shown(content: ConceptContent) -> dict[str, Any]:
        """The same content as initial values."""
        return {
            "preferred": TranslatedText(content.preferred),
            "alternative": as_texts(content.alternative),
            "broader": named(content.broader),
            "related": named(content.related),
            "goals": " ".join(content.goals),
        }


class NewConceptForm(ConceptForm):
    """A concept that is not there yet."""

    slug = forms.CharField(
        label=_("Identifier"),
        required=False,
        max_length=80,
        help_text=_("Small Latin letters, digits, hyphens. It becomes part of an address that never changes. "
                    "Left empty, it is made of the English name."),
    )  # fmt: skip
    field_order = ["preferred", "alternative", "broader", "related", "goals", "slug"]

    def clean_slug(self) -> str:
        """Nothing invisible in it."""
        return clean_text(self.cleaned_data["slug"], multiline=False)


class MergeForm(forms.Form):
    """Into which concept."""

    into = forms.CharField(
        label=_("The concept that stays"),
        max_length=200,
        help_text=_("Its name in any language, or its identifier in square brackets."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean_into(self) -> Concept:
        """The concept itself."""
        slug = slug_of(clean_text(self.cleaned_data["into"], multiline=False))
        return concepts_by_slug([slug])[slug]


class AdoptForm(MergeForm):
    """Which concept a missing word belongs to, and how it is written."""

    language = forms.ChoiceField(label=_("Language of the word"))
    label = forms.CharField(
        label=_("The word as it should be written"),
        max_length=LONGEST_LABEL,
        help_text=_("With its accents and capitals."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    field_order = ["label", "language", "into"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].label = _("The concept it is a word for")
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = [("", "–"), *((code, own_name(code)) for code in language_codes())]

    def clean_label(self) -> str:
        """Nothing invisible in it."""
        return clean_text(self.cleaned_data["label"], multiline=False)
