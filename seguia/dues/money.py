"""Money as dues know it: a Decimal with the digits of its currency, never a float."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from babel.numbers import format_currency, get_currency_precision
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seguia.core.formats import locale_of
from seguia.core.languages import current_language

CURRENCIES = [
    ("MAD", _("Moroccan dirham (MAD)")),
    ("EUR", _("euro (EUR)")),
    ("TND", _("Tunisian dinar (TND)")),
    ("DZD", _("Algerian dinar (DZD)")),
    ("XOF", _("CFA franc of West Africa (XOF)")),
    ("USD", _("United States dollar (USD)")),
]
DIGITS, DECIMALS = 14, 3
"""How amounts are kept: the dinar of Tunisia has three decimals, the franc CFA none."""
MOST = Decimal("9999999999")
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬−", "0123456789.,-")
_BLANKS = re.compile("[\\s\u00a0\u202f\u200e\u200f\u061c'’]")


def quantised(amount: Decimal, currency: str) -> Decimal:
    """An amount in the smallest unit of its currency; a half is rounded up, as accountants do."""
    return amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency)), rounding=ROUND_HALF_UP)


def is_exact(amount: Decimal, currency: str) -> bool:
    """Whether nothing is smaller than the smallest unit of the currency."""
    return quantised(amount, currency) == amount


def written(amount: Decimal, currency: str, language: str | None = None) -> str:
    """`1 234,50 €`, `‏1.234,50 د.م.‏`: with all decimals of the currency, as the language writes it."""
    locale = locale_of(language or current_language())
    return str(format_currency(quantised(amount, currency), currency, locale=locale, currency_digits=True))


def read_amount(text: str) -> Decimal:
    """What people type or banks write: `1 234,50`, `1.234,50`, `1,234.50`, `١٢٣٤٫٥`. Raises ValidationError.

    With one kind of mark only, the last group decides: three digits after a single comma or point could be either,
    so they are refused rather than guessed, unless blanks separate the thousands.
    """
    bare = _BLANKS.sub("", text.translate(_ARABIC_DIGITS))
    if not re.fullmatch(r"[+-]?[0-9][0-9.,]*", bare):
        raise ValidationError(_("This is not an amount. Write it with digits, such as 1234.50."), code="amount")
    marks = [mark for mark in bare if mark in ".,"]
    if len(set(marks)) == 2:
        decimal = marks[-1]
        if marks.count(decimal) > 1:
            raise ValidationError(_("This is not an amount. Write it with digits, such as 1234.50."), code="amount")
        bare = bare.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif marks:
        bare = _with_one_mark(bare, marks)
    try:
        value = Decimal(bare)
    except InvalidOperation as error:
        raise ValidationError(
            _("This is not an amount. Write it with digits, such as 1234.50."), code="amount"
        ) from error
    if abs(value) > MOST:
        raise ValidationError(_("This amount is too large to be one."), code="amount")
    return value


def _with_one_mark(bare: str, marks: list[str]) -> str:
    groups = re.split("[.,]", bare)
    if len(marks) > 1:
        if any(len(group) != 3 for group in groups[1:]):
            raise ValidationError(_("This is not an amount. Write it with digits, such as 1234.50."), code="amount")
        return "".join(groups)
    if len(groups[1]) == 3 and groups[0].lstrip("+-0"):
        raise ValidationError(
            _("It is not clear whether the mark in this amount separates thousands or decimals. Write it without "
              "thousands, such as 1234.50."), code="ambiguous",
        )  # fmt: skip
    return ".".join(groups)
