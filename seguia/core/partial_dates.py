"""Dates people know only in part: `2014`, `2014-05`, `2014-05-17` (the W3C profile of ISO 8601)."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def parsed(value: str) -> tuple[int, int | None, int | None]:
    """Year, month or None, day or None. Raises ValidationError."""
    match = _SHAPE.fullmatch(value)
    if not match:
        raise ValidationError(_("Write a year (2014), a month (2014-05) or a day (2014-05-17)."), code="partial_date")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        datetime.date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise ValidationError(
            _("There is no such date: %(value)s."), code="partial_date", params={"value": value}
        ) from error
    return year or 0, month, day


def validate_partial_date(value: str) -> None:
    """A model validator; empty is fine."""
    if value:
        parsed(value)
