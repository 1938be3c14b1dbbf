"""What the editor's templates show: boxes with label, help, value and faults tied together."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from seguia.core.fields import TranslatedField
from seguia.core.languages import direction, own_name
from seguia.core.numbers import number_mismatch
from seguia.core.translation_state import LanguageState

Faults = dict[str, list[str]]


def identifier(path: str) -> str:
    """The HTML id of a path."""
    return "id_" + path.replace(".", "_")


@dataclass(frozen=True)
class Control:
    """One input: its name, what describes it, what is in it."""

    name: str
    label: Any
    value: str
    faults: list[str] = field(default_factory=list)
    help: Any = ""
    type: str = "text"
    choices: list[tuple[str, Any]] = field(default_factory=list)
    is_optional: bool = True
    inputmode: str = ""

    @property
    def id(self) -> str:
        """Of the input; help and faults hang on it."""
        return identifier(self.name)

    @property
    def described_by(self) -> str:
        """Ids of help and faults."""
        parts = [f"{self.id}_helptext"] if self.help else []
        return " ".join([*parts, *([f"{self.id}_error"] if self.faults else [])])


@dataclass(frozen=True)
class LanguageBox:
    """A text in one language."""

    name: str
    language: str
    value: str
    faults: list[str]
    state: LanguageState
    only_in_original: list[str]
    """Figures the original has and this text has not."""
    only_here: list[str]
    confirm: str
    """Value of the check box "is up to date" where the text is older than its original; else empty."""

    @property
    def id(self) -> str:
        """Of the box."""
        return identifier(self.name)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)

    @property
    def language_name(self) -> str:
        """How the language calls itself."""
        return own_name(self.language)

    @property
    def has_warning(self) -> bool:
        """Something to look at."""
        return bool(self.faults or self.only_in_original or self.only_here or self.confirm)


@dataclass(frozen=True)
class TextControl:
    """A text with its original and, folded beside it, its translations."""

    name: str
    label: Any
    help: Any
    multiline: bool
    rows: int
    limit: int
    faults: list[str]
    original: LanguageBox
    others: list[LanguageBox]
    is_optional: bool

    @property
    def id(self) -> str:
        """Of the whole field."""
        return identifier(self.name)

    @property
    def is_open(self) -> bool:
        """Whether a translation needs to be seen."""
        return any(box.has_warning for box in self.others)


@dataclass(frozen=True)
class RowControl:
    """One row of a list."""

    group: str
    key: str
    number: int
    texts: list[TextControl]
    controls: list[Control]
    title: str
    """What the row is called in its remove button: its number, or the name of the file."""


@dataclass(frozen=True)
class ListControl:
    """A list of rows."""

    name: str
    label: Any
    help: Any
    add_label: Any
    faults: list[str]
    rows: list[RowControl]


@dataclass(frozen=True)
class TextState:
    """Which texts of the saved sheet are older than their original, by language."""

    outdated: dict[str, list[str]]

    def box(self, path: str, language: str, texts: dict[str, str], original: str, faults: Faults) -> LanguageBox:
        """One language of one text."""
        value, source = texts.get(language, ""), texts.get(original, "")
        is_original = language == original
        ours, theirs = number_mismatch(source, value) if value and source and not is_original else ([], [])
        is_old = bool(value) and path in self.outdated.get(language, [])
        return LanguageBox(
            f"{path}.{language}",
            language,
            value,
            faults.get(f"{path}.{language}", []),
            _state(is_original, bool(value), is_old),
            ours,
            theirs,
            f"{language}:{path}" if is_old and not is_original else "",
        )


def _state(is_original: bool, is_there: bool, is_old: bool) -> LanguageState:
    if is_original:
        return LanguageState.ORIGINAL
    if not is_there:
        return LanguageState.MISSING
    return LanguageState.OUTDATED if is_old else LanguageState.CURRENT


def text_limits(model: type[models.Model], name: str) -> tuple[int, bool]:
    """Length and lines of a translated column."""
    column = model._meta.get_field(name)
    assert isinstance(column, TranslatedField)
    return column.text_max_length, column.multiline
