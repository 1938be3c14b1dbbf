"""The editor's page: what stands beside each text, and reading the form that comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.core.languages import direction, own_name
from seguia.core.numbers import number_mismatch
from seguia.core.translation_state import fingerprint
from seguia.core.word_diff import Piece, word_pieces
from seguia.search.lexicon.table import TranslationTable
from seguia.translation.glossary import Term, terms_in, vocabulary_table
from seguia.translation.models import DraftText, TranslationDraft
from seguia.translation.registry import Item, TranslatableField
from seguia.translation.services.drafts import Posted

MOST_FIELDS = 500


@dataclass
class EditorField:
    """One text with everything its translator needs to see."""

    text: TranslatableField
    value: str
    """What stands in the box."""
    version: int
    start: str
    """Fingerprint of what the box held before anybody typed."""
    row: DraftText | None = None
    original_changes: list[Piece] = field(default_factory=list)
    """What happened to the original since this was translated."""
    published_changes: list[Piece] = field(default_factory=list)
    """From the published translation to the text in the box."""
    terms: list[Term] = field(default_factory=list)
    figures: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    theirs: str | None = None
    """What somebody else wrote at the same time."""
    faults: list[str] = field(default_factory=list)
    still_right: bool = False
    figures_confirmed: bool = False

    @property
    def anchor(self) -> str:
        """Where it is on the page."""
        return f"text-{self.text.key.replace('.', '-')}"

    @property
    def original_mark(self) -> str:
        """Fingerprint of the original that stands beside the box."""
        return fingerprint(self.text.original)

    @property
    def is_outdated(self) -> bool:
        """Whether the original is newer than what stands in the box."""
        if not self.value:
            return False
        if self.row and self.row.text:
            return self.row.seen_mark != self.original_mark
        return self.text.state == "outdated"

    @property
    def is_unread_machine(self) -> bool:
        """Whether readers see a machine's text that no person has confirmed."""
        return self.row is None and self.text.is_machine

    @property
    def state(self) -> str:
        """For the badge."""
        if self.row and self.row.text and self.row.is_machine:
            return "machine"
        if self.is_outdated:
            return "outdated"
        if self.row and self.row.text and self.row.text != self.text.translation:
            return "draft"
        if self.text.translation and self.text.is_machine:
            return "machine"
        return "current" if self.text.translation else "missing"

    @property
    def has_figures(self) -> bool:
        """Whether figures differ."""
        return self.figures != ([], [])

    @property
    def rows(self) -> int:
        """Height of the box, in lines."""
        return min(24, max(2, len(self.text.original) // 55 + self.text.original.count("\n") + 1))


@dataclass(frozen=True)
class EditorPage:
    """The whole page."""

    item: Item
    draft: TranslationDraft | None
    fields: list[EditorField]

    @property
    def source_direction(self) -> str:
        """`rtl` or `ltr` of the original."""
        return direction(self.item.original_language)

    @property
    def target_direction(self) -> str:
        """`rtl` or `ltr` of the translation."""
        return direction(self.item.language)

    @property
    def target_name(self) -> str:
        """How the target language calls itself."""
        return own_name(self.item.language)

    @property
    def to_do(self) -> int:
        """Texts that lack something."""
        return sum(text.state in {"missing", "outdated", "machine"} for text in self.fields)


def editor_page(item: Item, draft: TranslationDraft | None, typed: Mapping[str, Posted] | None = None) -> EditorPage:
    """The page as it is now; with `typed`, the boxes hold what the person had typed."""
    rows = {row.key: row for row in draft.texts.all()} if draft else {}
    table = vocabulary_table()
    fields = [_field(item, text, rows.get(text.key), table) for text in item.fields]
    for shown in fields:
        if given := (typed or {}).get(shown.text.key):
            shown.value = given.text.replace("\r\n", "\n")
            shown.still_right, shown.figures_confirmed = given.still_right, given.figures_confirmed
            shown.figures = _figures(shown)
    return EditorPage(item, draft, fields)


def _field(item: Item, text: TranslatableField, row: DraftText | None, table: TranslationTable | None) -> EditorField:
    value = row.text if row else text.translation
    shown = EditorField(text, value, row.version if row else 0, fingerprint(value), row)
    shown.figures_confirmed = bool(row and row.figures_confirmed)
    shown.figures = _figures(shown)
    shown.terms = terms_in(text.original, item.original_language, value, item.language, table)
    if shown.is_outdated and (earlier := _earlier(item, text, row)):
        shown.original_changes = word_pieces(earlier, text.original)
    if row and row.text and text.translation and row.text != text.translation:
        shown.published_changes = word_pieces(text.translation, row.text)
    return shown


def _figures(shown: EditorField) -> tuple[list[str], list[str]]:
    return number_mismatch(shown.text.original, shown.value) if shown.value else ([], [])


def _earlier(item: Item, text: TranslatableField, row: DraftText | None) -> str | None:
    if row and row.text:
        return row.seen or item.earlier(text.key, row.seen_mark)
    return text.earlier


def posted_texts(data: QueryDict) -> dict[str, Posted]:
    """The texts of the form by key. Raises Invalid for what no form of ours sends."""
    keys = [name[2:] for name in data if name.startswith("t-")]
    if len(keys) > MOST_FIELDS:
        raise Invalid(_("This form is incomplete. Nothing was saved; reload the page and send it again."))
    return {key: _posted(data, key) for key in keys}


def _posted(data: Any, key: str) -> Posted:
    version, start, original = (data.get(f"{name}-{key}", "") for name in "vso")
    if not (version.isascii() and version.isdecimal() and len(version) < 10) or len(start) != 16 or len(original) != 16:
        raise Invalid(_("This form is incomplete. Nothing was saved; reload the page and send it again."))
    return Posted(
        text=data[f"t-{key}"],
        version=int(version),
        start=start,
        original=original,
        still_right=f"r-{key}" in data,
        figures_confirmed=f"n-{key}" in data,
    )
