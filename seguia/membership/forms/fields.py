"""Fields that several forms of memberships share: plain lines, days, languages."""

from typing import Any

from django import forms

from seguia.core.languages import current_language, language_codes, own_name
from seguia.core.text import clean_text


class LineField(forms.CharField):
    """One line or, with `rows`, a few; invisible characters are refused with their place."""

    def __init__(self, *, rows: int = 0, **kwargs: Any) -> None:
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(**kwargs)
        self.is_multiline = bool(rows)

    def clean(self, value: Any) -> str:
        """Raises ValidationError."""
        return clean_text(super().clean(value), multiline=self.is_multiline)


class DayField(forms.DateField):
    """A day, with the browser's own calendar where there is one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class LanguageField(forms.ChoiceField):
    """One of the network's languages; the one of the page is chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_languages, initial=current_language, **kwargs)


def _languages() -> list[tuple[str, str]]:
    return [(code, own_name(code)) for code in language_codes()]


class CountryField(LineField):
    """Two letters, written large."""

    def clean(self, value: Any) -> str:
        """Raises ValidationError."""
        return super().clean(value).upper()
