"""Text in several languages: one value, `{"ar": …, "fr": …, "en": …}`, and how it falls back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seguia.core.languages import current_language, direction, fallback_order, language_codes, own_name
from seguia.core.text import clean_text


@dataclass(frozen=True, slots=True)
class Localised:
    """One text with the language it is really in, so that a page can mark `lang` and `dir`."""

    text: str
    language: str

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


class TranslatedText(dict[str, str]):
    """A mapping language code → text; empty texts are not kept. The API's shape is the stored shape."""

    def __init__(self, texts: Mapping[str, str] | None = None, **by_language: str) -> None:
        super().__init__({k: v for k, v in {**(texts or {}), **by_language}.items() if v})

    def localised(self, language: str | None = None, original: str | None = None) -> Localised:
        """The text in `language` (default: the active one) or the best fallback; empty if there is none.

        A text in a language the network has given up is better than nothing and comes last; in SQL
        (`fields.in_language`) such a text counts as empty.
        """
        for code in fallback_order(language, original):
            if text := self.get(code):
                return Localised(text, code)
        for code, text in self.items():
            return Localised(text, code)
        return Localised("", language or current_language())

    def __str__(self) -> str:
        return self.localised().text

    def __bool__(self) -> bool:
        return any(self.values())


def as_translated(value: Any) -> TranslatedText:
    """Whatever a column or caller holds, as `TranslatedText`. Raises TypeError for other shapes."""
    if isinstance(value, TranslatedText):
        return value
    if value is None or value == "":
        return TranslatedText()
    if isinstance(value, Mapping) and all(isinstance(k, str) and isinstance(v, str) for k, v in value.items()):
        return TranslatedText(value)
    raise TypeError(f"translated text must be a mapping of language code to text, not {value!r}")


def cleaned_texts(value: Any, *, max_length: int, multiline: bool) -> TranslatedText:
    """Every language by itself: NFC, no control characters, a known language, at most `max_length` characters.

    Raises ValidationError with one message a fault, each naming the language it is in.
    """
    try:
        texts = as_translated(value)
    except TypeError as error:
        raise ValidationError(_("This text is not in the expected form."), code="shape") from error
    cleaned, faults = {}, []
    for code, text in texts.items():
        try:
            cleaned[code] = _cleaned(code, text, max_length=max_length, multiline=multiline)
        except ValidationError as error:
            faults.append(error)
    if faults:
        raise ValidationError(faults)
    return TranslatedText(cleaned)


def _cleaned(code: str, text: str, *, max_length: int, multiline: bool) -> str:
    if code not in language_codes():
        raise ValidationError(_("Unknown language “%(code)s”."), code="language", params={"code": code})
    try:
        cleaned = clean_text(text, multiline=multiline)
    except ValidationError as error:
        told = {"language": own_name(code), "fault": " ".join(error.messages)}
        raise ValidationError(_("%(language)s: %(fault)s"), code=error.code, params=told) from error
    if len(cleaned) > max_length:
        raise ValidationError(
            _("%(language)s: %(length)s characters; at most %(limit)s are possible."),
            code="max_length",
            params={"language": own_name(code), "length": len(cleaned), "limit": max_length},
        )
    return cleaned
