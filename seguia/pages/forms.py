"""What editors write: pages, pictures, who may write."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.forms import TranslatedFormField
from seguia.core.languages import current_language, language_codes, own_name
from seguia.core.text import clean_text
from seguia.pages.content import TEXTS, Content
from seguia.pages.models import Image, ImageLicence, Kind, Page, Place
from seguia.pages.queries import possible_parents, themes
from seguia.pages.slugs import LONGEST


def _languages() -> list[tuple[str, str]]:
    return [(code, own_name(code)) for code in language_codes()]


class BeginForm(forms.Form):
    """A new page or news: in which language, what it is called."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind.choices, widget=forms.RadioSelect)
    original_language = forms.ChoiceField(
        label=_("Language you write in"), help_text=_("Translations can be added beside it, by you or by others.")
    )
    title = forms.CharField(label=_("Title"), max_length=160)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["original_language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = _languages()
        language.initial = current_language()

    def clean_title(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["title"], multiline=False)


class PageForm(forms.Form):
    """Everything of a page; one box a language for each text. Field names are those of `content`."""

    title = TranslatedFormField(label=_("Title"), max_length=160)
    summary = TranslatedFormField(
        label=_("Summary"),
        max_length=400,
        multiline=True,
        rows=3,
        required=False,
        help_text=_("One or two sentences: for lists, search engines and the feed."),
    )
    body = TranslatedFormField(label=_("Text"), max_length=60000, multiline=True, rows=18, required=False)
    original_language = forms.ChoiceField(label=_("Original language"))
    slugs = TranslatedFormField(
        label=_("Address"),
        max_length=LONGEST,
        required=False,
        help_text=_(
            "Letters of any script, digits and hyphens. Empty: made from the title. Earlier addresses lead on."
        ),
    )
    picture = forms.CharField(
        label=_("Picture"),
        max_length=8,
        required=False,
        help_text=_("The number of a picture of the library; “Choose a picture” below puts it in."),
    )

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["original_language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = _languages()
        others = [code for code in language_codes() if code != page.original_language]
        for name in (*TEXTS, "slugs"):
            widget: Any = self.fields[name].widget
            widget.languages = [page.original_language, *others]
        if page.kind == Kind.NEWS:
            self._add_news_fields()
        else:
            self._add_page_fields(page)

    def _add_news_fields(self) -> None:
        self.fields["day"] = forms.DateField(
            label=_("Date"),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            help_text=_("Empty: the day of publication."),
        )
        self.fields["themes"] = forms.ModelMultipleChoiceField(
            queryset=themes(),
            to_field_name="slug",
            label=_("Themes"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def _add_page_fields(self, page: Page) -> None:
        self.fields["parent"] = forms.ModelChoiceField(
            queryset=possible_parents(page), to_field_name="public_id", label=_("Part of"), required=False
        )
        self.fields["order"] = forms.IntegerField(label=_("Order"), min_value=0, max_value=9999, required=False)
        self.fields["in_menu"] = forms.BooleanField(label=_("Show in the footer"), required=False)
        self.fields["place"] = forms.ChoiceField(
            label=_("Provides the text of"), required=False, choices=[("", "—"), *Place.choices]
        )

    def content(self) -> Content:
        """The cleaned values as `content` keeps them."""
        values = self.cleaned_data
        parent, day = values.get("parent"), values.get("day")
        return {
            **{name: dict(values[name]) for name in (*TEXTS, "slugs")},
            "original_language": values["original_language"],
            "parent": parent.public_id if parent else "",
            "order": values.get("order") or 0,
            "in_menu": values.get("in_menu", False),
            "place": values.get("place", ""),
            "day": day.isoformat() if day else "",
            "picture": values["picture"].strip().lower(),
            "themes": sorted(theme.slug for theme in values.get("themes", [])),
        }


class PublishForm(forms.Form):
    """At once, or from a moment on, in the network's time zone."""

    at = forms.DateTimeField(
        label=_("Publish on"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = _("Empty: at once. The hour is that of %(zone)s.") % {
            "zone": timezone.get_current_timezone_name().replace("_", " ")
        }


class ImageForm(forms.Form):
    """What a picture shows, whose it is."""

    alt = TranslatedFormField(
        label=_("What it shows"),
        max_length=300,
        help_text=_("For those who cannot see the picture: who or what is seen, doing what. One language is enough."),
    )
    credit = forms.CharField(label=_("Author"), max_length=160, required=False)
    licence = forms.ChoiceField(label=_("Licence"), choices=ImageLicence.choices)

    def clean_credit(self) -> str:
        """A person's or a service's name."""
        return clean_text(self.cleaned_data["credit"], multiline=False)

    @classmethod
    def of(cls, image: Image) -> "ImageForm":
        """Filled with what is known."""
        return cls(initial={"alt": image.alt, "credit": image.credit, "licence": image.licence})


class UploadForm(ImageForm):
    """A new picture."""

    file = forms.FileField(label=_("File"), help_text=_("JPEG, PNG or WebP, at most 20 MB."))
    field_order = ["file", "alt", "credit", "licence"]


class EditorForm(forms.Form):
    """Who is to write."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("The address with which the person signs in."))


def add_faults(form: forms.Form, error: ValidationError) -> None:
    """Put what a service refused beside the fields it concerns, or on top."""
    if hasattr(error, "error_dict"):
        for name, faults in error.error_dict.items():
            form.add_error(name if name in form.fields else None, faults)
    else:
        form.add_error(None, error)
