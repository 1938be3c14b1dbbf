"""Numbers, dates, money and country names as the country writes them, in each language (Babel)."""

import datetime
from decimal import Decimal
from functools import cache

from babel import Locale, localedata
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal
from django.conf import settings
from django.utils import timezone

from seguia.core.languages import current_language
from seguia.core.partial_dates import parsed


@cache
def locale_of(language: str) -> Locale:
    """The Babel locale of a language in the network's country: Arabic in Morocco says غشت and شتنبر.

    Where the country has no form of a language of its own, that is the language's common form; English is the
    international one, which says the day first as both countries do.
    """
    common = "en_001" if language == "en" else language
    for name in (f"{language}_{settings.COUNTRY}".replace("-", "_"), common.replace("-", "_")):
        if localedata.exists(name):
            return Locale.parse(name)
    return Locale.parse("en_001")


def _locale(language: str | None) -> Locale:
    return locale_of(language or current_language())


def number(value: Decimal | float, language: str | None = None, *, digits: int = 3) -> str:
    """`1234.5` as `1 234,5`, `1.234,5` or `1,234.5`; at most `digits` decimals."""
    shape = "#,##0" + ("." + "#" * digits if digits else "")
    return str(format_decimal(value, format=shape, locale=_locale(language)))


def money(value: Decimal, currency: str, language: str | None = None) -> str:
    """An amount without cents, with its currency."""
    return str(format_currency(value, currency, format="#,##0\u00a0¤", currency_digits=False, locale=_locale(language)))


def date(value: datetime.date | datetime.datetime, language: str | None = None, *, style: str = "long") -> str:
    """A day; moments are told in the current time zone."""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    return str(format_date(value, format=style, locale=_locale(language)))


def moment(value: datetime.datetime, language: str | None = None) -> str:
    """A day written out and an hour without seconds, in the current time zone."""
    locale, local = _locale(language), timezone.localtime(value)
    parts = format_time(local, format="HH:mm", locale=locale), format_date(local, format="long", locale=locale)
    return str(locale.datetime_formats["medium"]).replace("'", "").format(*parts)


def partial_date(value: str, language: str | None = None) -> str:
    """`2014-05` as May 2014; an empty text stays empty."""
    if not value:
        return ""
    year, month, day = parsed(value)
    if month is None:
        return str(year)
    shape = "long" if day else "MMMM y"
    return str(format_date(datetime.date(year, month, day or 1), format=shape, locale=_locale(language)))


def country_name(code: str, language: str | None = None) -> str:
    """The name of an ISO 3166 country; the code itself when unknown."""
    return str(_locale(language).territories.get(code, code))
