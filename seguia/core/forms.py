"""Form field and widget for a text in several languages: one labelled box per language, each with `lang` and `dir`."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from seguia.core.languages import direction, language_codes, own_name
from seguia.core.text import clean_text
from seguia.core.translated import TranslatedText, as_translated, cleaned_texts


class TranslatedWidget(forms.Widget):
    """Renders one input or textarea a language, named `<field>_<code>`."""

    template_name = "ui/forms/translated.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, multiline: bool = False, rows: int = 5) -> None:
        super().__init__(attrs)
        self.multiline = multiline
        self.rows = rows
        self.languages: list[str] | None = None
        """Languages to show, in order; None shows all. The original comes first in the sheet's editor.

        What is not shown is not in the cleaned value either: whoever saves a part keeps the rest.
        """

    def shown_languages(self) -> list[str]:
        """The languages that get a box."""
        return self.languages if self.languages is not None else language_codes()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        texts = as_translated(value) if not isinstance(value, str) else TranslatedText()
        context["widget"]["multiline"] = self.multiline
        context["widget"]["rows"] = self.rows
        context["widget"]["boxes"] = [
            {
                "name": f"{name}_{code}",
                "id": f"{context['widget']['attrs'].get('id') or f'id_{name}'}_{code}",
                "language": code,
                "direction": direction(code),
                "label": own_name(code),
                "value": texts.get(code, ""),
            }
            for code in self.shown_languages()
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> TranslatedText:
        return TranslatedText({code: data.get(f"{name}_{code}") or "" for code in self.shown_languages()})

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{code}" not in data for code in self.shown_languages())

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{self.shown_languages()[0]}" if id_ and self.shown_languages() else id_

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class TranslatedFormField(forms.Field):
    """Cleans every language by itself; a fault names the language it is in. Required means: in at least one."""

    widget = TranslatedWidget

    def __init__(self, *, max_length: int = 200, multiline: bool = False, rows: int = 5, **kwargs: Any) -> None:
        kwargs.pop("show_hidden_initial", None)
        kwargs.setdefault("widget", TranslatedWidget(multiline=multiline, rows=rows))
        super().__init__(**kwargs)
        self.max_length = max_length
        self.multiline = multiline

    def clean(self, value: Any) -> TranslatedText:
        result = cleaned_texts(value, max_length=self.max_length, multiline=self.multiline)
        if self.required and not result:
            raise ValidationError(self.error_messages["required"], code="required")
        return result

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Only the shown languages count, and not what cleaning mends anyway: a browser's line ends, blanks at the ends."""
        if self.disabled:
            return False
        shown = getattr(self.widget, "shown_languages", language_codes)()
        before, after = (as_translated(value or None) for value in (initial, data))
        return any(_tidied(before.get(code, "")) != _tidied(after.get(code, "")) for code in shown)


def _tidied(text: str) -> str:
    try:
        return clean_text(text)
    except ValidationError:
        return text
