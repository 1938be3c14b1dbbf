"""What people write into the library."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Action, Licence, Status
from seguia.core.forms import TranslatedFormField
from seguia.core.identifiers import PublicIdConverter
from seguia.core.languages import current_language, language_codes, own_name
from seguia.core.text import clean_text
from seguia.library.content import TEXTS, Content
from seguia.library.models import Method, MethodKind
from seguia.library.models.method import EARLIEST, LATEST
from seguia.membership.models import Organisation
from seguia.pages.queries import themes
from seguia.vocabulary.models import Concept, Goal

NETWORK = "network"
"""The choice of the secretariat: the method is the network's own."""
_IDENTIFIER = re.compile(r"(?:.*/actions/)?([0-9a-zA-Z]{8})(?:[/?#\s·].*)?", re.ASCII)


def _languages() -> list[tuple[str, str]]:
    return [(code, own_name(code)) for code in language_codes()]


class BeginForm(forms.Form):
    """A new method: whose, what it is, in which language, what it is called."""

    organisation = forms.ChoiceField(
        label=_("In whose name?"), help_text=_("It belongs to the organisation or the network, not to you alone.")
    )
    kind = forms.ChoiceField(
        label=_("What kind is it?"),
        choices=MethodKind.choices,
        widget=forms.RadioSelect,
        help_text=_("A way to proceed, a text to read, something to work with, or a document to fill in."),
    )
    language = forms.ChoiceField(
        label=_("Language you write in"), help_text=_("Translations can be added beside it, by you or by others.")
    )
    title = forms.CharField(
        label=_("Title"), max_length=160, help_text=_("Say what it helps to do, in one line. You can change it later.")
    )

    def __init__(self, *args: Any, organisations: list[Organisation], is_staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {organisation.public_id: organisation for organisation in organisations}
        choices: list[tuple[str, Any]] = [(NETWORK, _("The network itself"))] if is_staff else []
        _choose(self, "organisation", [*choices, *((key, o.label().text) for key, o in self.organisations.items())])
        _choose(self, "language", _languages())
        self.fields["language"].initial = current_language()

    def clean_title(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["title"], multiline=False)

    def answers(self) -> dict[str, Any]:
        """The arguments of `services.create_method`."""
        return {**self.cleaned_data, "organisation": self.organisations.get(self.cleaned_data["organisation"])}


def _choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    choice = form.fields[name]
    assert isinstance(choice, forms.ChoiceField)
    choice.choices = choices


class MethodForm(forms.Form):
    """Everything of a method; one box a language for each text. Field names are those of `content`."""

    title = TranslatedFormField(
        label=_("Title"), max_length=160, help_text=_("Say what it helps to do, in one line. You can change it later.")
    )
    summary = TranslatedFormField(
        label=_("Summary"),
        max_length=600,
        multiline=True,
        rows=3,
        required=False,
        help_text=_("Two or three sentences: for whom it is, what it helps to do."),
    )
    body = TranslatedFormField(
        label=_("Text"),
        max_length=40000,
        multiline=True,
        rows=16,
        required=False,
        help_text=_("An empty line begins a paragraph, “## ” a heading, “- ” a line of a list; **two stars** stress."),
    )
    original_language = forms.ChoiceField(
        label=_("Original language"), help_text=_("The language it was first written in.")
    )
    kind = forms.ChoiceField(
        label=_("What kind is it?"),
        choices=MethodKind.choices,
        help_text=_("A way to proceed, a text to read, something to work with, or a document to fill in."),
    )
    themes = forms.ModelMultipleChoiceField(
        queryset=Concept.objects.none(),
        to_field_name="slug",
        label=_("Themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "is-columns"}),
        help_text=_("Those it is really about, so that it is found under them."),
    )
    goals = forms.ModelMultipleChoiceField(
        queryset=Goal.objects.none(),
        to_field_name="code",
        label=_("Sustainable Development Goals"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "is-columns"}),
        help_text=_("The goals it serves directly, three at most is a good measure."),
    )
    examples = forms.CharField(
        label=_("Applied in"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Actions in which it was used: the address of each published sheet, one a line."),
    )
    link = forms.CharField(
        label=_("Address"),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
        help_text=_("Where the thing itself is found, if it is elsewhere. Begins with https://."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        required=False,
        help_text=_("The title of what this is taken from, as it stands on it."),
    )
    publisher = forms.CharField(
        label=_("Publisher"), max_length=160, required=False, help_text=_("Who brought the source out.")
    )
    year = forms.IntegerField(
        label=_("Year"),
        min_value=EARLIEST,
        max_value=LATEST,
        required=False,
        help_text=_("When the source appeared."),
    )
    licence = forms.ChoiceField(
        label=_("Licence of the text"),
        choices=Licence.choices,
        help_text=_("Under which others may reuse what is written here. The source keeps its own."),
    )

    def __init__(self, *args: Any, method: Method, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "original_language", _languages())
        others = [code for code in language_codes() if code != method.original_language]
        for name in TEXTS:
            widget: Any = self.fields[name].widget
            widget.languages = [method.original_language, *others]
        self._offer("themes", Concept.objects.filter(Q(is_theme=True) | Q(methods=method)))
        self._offer("goals", Goal.objects.filter(Q(parent__isnull=True) | Q(methods=method)))

    def _offer(self, name: str, choices: "QuerySet[Any]") -> None:
        """The usual ones, and whatever the method has already: what no form shows would be lost."""
        choice = self.fields[name]
        assert isinstance(choice, forms.ModelMultipleChoiceField)
        choice.queryset = choices.distinct().order_by("order", "pk")

    def clean_examples(self) -> list[str]:
        """Identifiers of sheets, from their addresses or as they are."""
        found: list[str] = []
        for line in filter(None, map(str.strip, clean_text(self.cleaned_data["examples"]).splitlines())):
            match = _IDENTIFIER.fullmatch(line)
            if match is None:
                told = _("“%(line)s” is not the address of a sheet. One a line, please.")
                raise ValidationError(told, code="address", params={"line": line[:80]})
            found.append(PublicIdConverter().to_python(match.group(1)))
        return list(dict.fromkeys(found))

    def content(self) -> Content:
        """The cleaned values as `content` keeps them."""
        values = self.cleaned_data
        return {
            **{name: dict(values[name]) for name in TEXTS},
            **{name: values[name] for name in ("kind", "original_language", "link", "source", "publisher", "licence")},
            "year": values["year"],
            "themes": sorted(theme.slug for theme in values["themes"]),
            "goals": sorted(goal.code for goal in values["goals"]),
            "examples": sorted(values["examples"]),
        }


def initial_of(content: Content) -> dict[str, Any]:
    """What the form shows of a content: sheets with their titles beside them."""
    cited = Action.objects.filter(public_id__in=content["examples"], status=Status.PUBLISHED)
    titles = {action.public_id: action.label().text for action in cited}
    lines = [f"{key} · {titles[key]}" if key in titles else key for key in content["examples"]]
    return {**content, "examples": "\n".join(lines)}


class DocumentForm(forms.Form):
    """A document and what it is."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, ODT, ODS, DOCX, XLSX, CSV or TXT. At most 20 MB."))
    label = forms.CharField(
        label=_("What it is"), max_length=160, help_text=_("In the language of the document: readers click on it.")
    )
    language = forms.ChoiceField(
        label=_("Language of the document"), help_text=_("A file in another language is another document.")
    )

    def __init__(self, *args: Any, method: Method, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "language", _languages())
        self.fields["language"].initial = method.original_language

    def clean_label(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["label"], multiline=False)


class ReasonForm(forms.Form):
    """Why a method is sent back or archived."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Its authors read it. Say what should be done."),
    )


class FilterForm(forms.Form):
    """What the library can be narrowed by."""

    q = forms.CharField(label=_("Words, in any language"), required=False, max_length=300)
    kind = forms.ChoiceField(label=_("What kind is it?"), required=False)
    theme = forms.ModelChoiceField(
        queryset=themes(), to_field_name="slug", label=_("Theme"), required=False, empty_label=_("everything")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "kind", [("", _("everything")), *MethodKind.choices])
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search", "dir": "auto"})
