"""Text in several languages: one value, `{"ar": …, "fr": …, "en": …}`, and how it falls back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seguia.core.languages import current_language, direction, fallback_order


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
        """The text in `language` (default: the active one) or the best fallback; empty if there is none."""
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
