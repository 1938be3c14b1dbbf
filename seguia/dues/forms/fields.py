"""Fields that read what people type: amounts, members, countries."""

import re
from decimal import Decimal
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.core.text import clean_text
from seguia.dues.money import read_amount
from seguia.dues.queries.staff import invoice_numbered, member_named

_COUNTRIES = frozenset(str(code) for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))) - {
    "EU",
    "UN",
    "ZZ",
    "EZ",
}


class LineField(forms.CharField):
    """One line of text without invisible characters."""

    def clean(self, value: Any) -> str:
        """Raises ValidationError with the place of what is not allowed."""
        return clean_text(super().clean(value), multiline=False)


class AmountField(forms.CharField):
    """An amount in any usual way of writing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"})
        )
        super().__init__(max_length=30, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """As it can be typed again."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        """A Decimal, None for nothing. Raises ValidationError."""
        text = super().clean(value)
        return read_amount(text) if text else None


class MemberField(LineField):
    """A member by its name or its identifier."""

    def clean(self, value: Any) -> Any:
        """A Membership, None for nothing. Raises ValidationError."""
        text = super().clean(value)
        try:
            return member_named(text) if text else None
        except Invalid as error:
            raise ValidationError(str(error.message)) from error


class InvoiceField(LineField):
    """An invoice by its number."""

    def clean(self, value: Any) -> Any:
        """An Invoice, None for nothing. Raises ValidationError."""
        text = super().clean(value)
        try:
            return invoice_numbered(text) if text else None
        except Invalid as error:
            raise ValidationError(str(error.message)) from error


class CountriesField(LineField):
    """Countries as codes of two letters: `MA, TN`."""

    def prepare_value(self, value: Any) -> Any:
        """A list as text."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """A sorted list of codes. Raises ValidationError naming the code that is none."""
        codes = sorted({code.upper() for code in re.split(r"[\s,;،]+", super().clean(value)) if code})
        for code in codes:
            if code not in _COUNTRIES:
                raise ValidationError(
                    _("“%(code)s” is not a code of a country. Write two letters, such as MA or FR.")
                    % {"code": code[:20]}
                )
        return codes


class DayField(forms.DateField):
    """A day, with the browser's calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)
