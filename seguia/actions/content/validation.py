"""Content as it comes from people: every value checked by the rules of its own column, every fault with its path."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.actions.content.shape import GROUPS, MAX_ROWS, SCALARS, SETS, TEXTS, Content, Group, plain
from seguia.actions.content.snapshot import chosen_objects
from seguia.actions.models import Action
from seguia.core.identifiers import new_public_id
from seguia.core.languages import language_codes
from seguia.core.text import clean_text
from seguia.vocabulary.queries import slugs_led_on

CODE = re.compile("[0-9A-Za-z_:.-]{1,80}", re.ASCII)
_KEY = re.compile("[0-9a-z]{8}", re.ASCII)
YEARS = range(1900, 2101)
Faults = dict[str, list[ValidationError]]


class InvalidContent(ValidationError):
    """`faults`: sentences by path (`title.fr`, `steps.<key>.text`, `themes`)."""

    def __init__(self, faults: Faults) -> None:
        self.faults = {path: [m for fault in found for m in fault.messages] for path, found in faults.items()}
        super().__init__([message for messages in self.faults.values() for message in messages])


def validate(content: Any) -> Content:
    """Cleaned content with every part present. Raises `InvalidContent`."""
    if not isinstance(content, dict):
        raise InvalidContent({"": [ValidationError(_("The content of the sheet is not in the expected form."))]})
    faults: Faults = {}
    cleaned = _cleaned_values(Action, content, TEXTS, SCALARS, "", faults)
    for name in SETS:
        cleaned[name] = _codes(content.get(name), name, faults)
    for group in GROUPS.values():
        cleaned[group.name] = _rows(content.get(group.name), group, faults)
    if unknown := sorted(str(name) for name in set(content) - {*TEXTS, *SCALARS, *SETS, *GROUPS}):
        _fault(faults, unknown[0], _("There is no such part of a sheet: %(name)s.") % {"name": unknown[0][:60]})
    if not faults:
        _check_together(cleaned, faults)
    if faults:
        raise InvalidContent(faults)
    return cleaned


def _fault(faults: Faults, path: str, message: Any) -> None:
    faults.setdefault(path, []).append(ValidationError(message))


def _cleaned_values(
    model: type[models.Model], values: dict[str, Any], texts: list[str], scalars: list[str], prefix: str, faults: Faults
) -> Content:
    cleaned: Content = {}
    for name in texts:
        cleaned[name] = _text(model, name, values.get(name), f"{prefix}{name}", faults)
    for name in scalars:
        try:
            cleaned[name] = _scalar(model, name, values.get(name))
        except ValidationError as error:
            faults.setdefault(f"{prefix}{name}", []).append(error)
    return cleaned


def _text(model: type[models.Model], name: str, value: Any, path: str, faults: Faults) -> dict[str, str]:
    """Each language by itself, so that a fault stands beside the box it is in."""
    field: Any = model._meta.get_field(name)
    value = {} if value is None else value
    if not isinstance(value, dict):
        _fault(faults, path, _("This text is not in the expected form."))
        return {}
    cleaned: dict[str, str] = {}
    for language, text in value.items():
        try:
            cleaned |= dict(field.clean({language: text}, None)) if text else {}
        except ValidationError as error:
            faults.setdefault(f"{path}.{str(language)[:12]}", []).append(error)
    if not cleaned and not field.blank and not any(key.startswith(f"{path}.") for key in faults):
        _fault(faults, path, _("Write this in at least one language."))
    return cleaned


def _scalar(model: type[models.Model], name: str, value: Any) -> Any:
    field: Any = model._meta.get_field(name)
    if isinstance(value, (dict, list, bool)):
        raise ValidationError(_("This value is not in the expected form."))
    if isinstance(value, str):
        value = clean_text(value, multiline=False)
    if isinstance(field, (models.DecimalField, models.IntegerField)) and value in ("", None):
        value = None
    if isinstance(field, models.DecimalField) and value is not None:
        value = decimal_from(value)
    if isinstance(field, models.CharField):
        value = "" if value is None else str(value)
    result = field.clean(value, None)
    if isinstance(field, models.IntegerField) and result is not None and result not in YEARS:
        raise ValidationError(_("Write a year between 1900 and 2100."))
    if name == "original_language" and result not in language_codes():
        raise ValidationError(_("Choose one of the network's languages."))
    return plain(result)


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.", "\u00a0\u202f\u2009 '٬")
_PLAIN_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,10})?", re.ASCII)


def decimal_from(value: Any) -> Decimal:
    """A number as people write it: `1 234,5`, `١٢٣٤٫٥`, `1234.5`. `1,234` may mean two things and is refused."""
    text = str(value).translate(_DIGITS)
    if text.count(",") == 1 and "." not in text and not re.search(r",\d{3}$", text):
        text = text.replace(",", ".")
    if not _PLAIN_NUMBER.fullmatch(text):
        raise ValidationError(_("Write a plain number, for example 1234 or 1234.5, without separators."))
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValidationError(_("Write a plain number, for example 1234 or 1234.5, without separators.")) from error


def _codes(value: Any, name: str, faults: Faults) -> list[str]:
    value = [] if value is None else value
    if not isinstance(value, list) or len(value) > MAX_ROWS or not all(isinstance(code, str) for code in value):
        _fault(faults, name, _("Choose at most %(limit)s.") % {"limit": MAX_ROWS})
        return []
    if any(not CODE.fullmatch(code) for code in value if code):
        _fault(faults, name, _("Unknown: %(codes)s.") % {"codes": "?"})
        return []
    return sorted({code for code in value if code})


def _rows(value: Any, group: Group, faults: Faults) -> list[dict[str, Any]]:
    value = [] if value is None else value
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        _fault(faults, group.name, _("This list is not in the expected form."))
        return []
    if len(value) > MAX_ROWS:
        _fault(faults, group.name, _("At most %(limit)s rows are possible.") % {"limit": MAX_ROWS})
        return []
    rows, seen = [], set()
    for values in value:
        key = values.get("key") or new_public_id()
        if not isinstance(key, str) or not _KEY.fullmatch(key) or key in seen:
            _fault(faults, group.name, _("This list is not in the expected form."))
            return []
        seen.add(key)
        prefix = f"{group.name}.{key}."
        rows.append({"key": key, **_cleaned_values(group.model, values, group.texts, group.scalars, prefix, faults)})
    return rows


def _check_together(content: Content, faults: Faults) -> None:
    """What concerns several values, and what must exist."""
    if content["cost"] is not None and not content["cost_currency"]:
        _fault(faults, "cost_currency", _("Choose the currency of the cost."))
    started, ended = content["started"], content["ended"]
    length = min(len(started), len(ended))
    if length and ended[:length] < started[:length]:
        _fault(faults, "ended", _("The end is before the beginning."))
    if started and started[:4] > str(timezone.localdate().year + 10):
        _fault(faults, "started", _("This year is too far in the future."))
    found = chosen_objects(content)
    if len(found["themes"]) < len(content["themes"]):
        content["themes"] = sorted(slugs_led_on(content["themes"]))
        found = chosen_objects(content)
    known = {
        "themes": {concept.slug for concept in found["themes"]},
        "goals": {goal.code for goal in found["goals"]},
        "places": {place.reference for place in found["places"]},
    }
    for name in SETS:
        if missing := sorted(set(content[name]) - known[name]):
            _fault(faults, name, _("Unknown: %(codes)s.") % {"codes": ", ".join(missing)[:120]})


REQUIRED = ["title", "summary", "done"]


def missing_for_submission(content: Content) -> list[Any]:
    """What a sheet still lacks before others may read it: names of the fields, empty when it is complete."""
    original = content["original_language"]
    missing = [Action._meta.get_field(name).verbose_name for name in REQUIRED if not content[name].get(original)]  # type: ignore[union-attr]
    if not content["themes"]:
        missing.append(_("at least one theme"))
    return missing
