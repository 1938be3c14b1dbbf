"""The sheet as a page shows it: every text in the chosen language, marked with the language it is really in."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime

from seguia.actions.models import Action, Media
from seguia.core.languages import current_language, direction, own_name
from seguia.core.translated import Localised, as_translated
from seguia.core.translation_state import LanguageReport, LanguageState
from seguia.files.models import FileKind
from seguia.territories.models import Territory, Trait

PICTURE_WIDTHS = (480, 960, 1600)


@dataclass(frozen=True)
class Tab:
    """One language of the sheet."""

    code: str
    name: str
    direction: str
    state: LanguageState
    is_current: bool
    is_machine: bool
    query: str
    """`?text=fr`"""


@dataclass(frozen=True)
class StepView:
    """One step of the way."""

    title: Localised
    text: Localised


@dataclass(frozen=True)
class ResultView:
    """One figure; `indicator` and `kind` are shown texts, `kind_code` is for the style."""

    indicator: str
    label: Localised
    value: Decimal
    unit: str
    year: int | None
    kind: str
    kind_code: str
    method: Localised


@dataclass(frozen=True)
class FunderView:
    """Who paid."""

    name: Localised
    kind: str
    amount: Decimal | None


@dataclass(frozen=True)
class PartnerView:
    """Who took part."""

    name: Localised
    role: Localised


@dataclass(frozen=True)
class PictureView:
    """A picture: addresses by width, the caption doubles as text alternative."""

    url: str
    srcset: str
    width: int
    height: int
    caption: Localised
    credit: str


@dataclass(frozen=True)
class DocumentView:
    """A document to take home."""

    url: str
    name: str
    caption: Localised
    content_type: str
    size: int
    credit: str


@dataclass(frozen=True)
class SheetTexts:
    """All texts and rows of a sheet in one language."""

    title: Localised
    summary: Localised
    problem: Localised
    done: Localised
    lessons: Localised
    differently: Localised
    transfer: Localised
    contact_function: Localised
    steps: list[StepView] = field(default_factory=list)
    results: list[ResultView] = field(default_factory=list)
    funders: list[FunderView] = field(default_factory=list)
    partners: list[PartnerView] = field(default_factory=list)
    pictures: list[PictureView] = field(default_factory=list)
    documents: list[DocumentView] = field(default_factory=list)


class _Reader:
    """Picks the text of one language, else the original."""

    def __init__(self, language: str, original: str) -> None:
        self.language, self.original = language, original

    def __call__(self, value: Any) -> Localised:
        return as_translated(value).localised(self.language, self.original)


def text_language(action: Action, asked: str | None = None) -> str:
    """The language to read in: the asked one, else the page's, else the original. Nonsense is ignored."""
    there = action.languages()
    return next((code for code in (asked, current_language()) if code in there), action.original_language)


def sheet_texts(action: Action, language: str) -> SheetTexts:
    """Everything to read, without a query when the rows are prefetched."""
    read = _Reader(language, action.original_language)
    media = list(action.media.all())
    return SheetTexts(
        **{name: read(getattr(action, name)) for name in Action.TEXT_FIELDS},
        steps=[StepView(read(row.title), read(row.text)) for row in action.steps.all()],
        results=[
            ResultView(
                str(row.get_indicator_display()),
                read(row.label),
                row.value,
                row.unit,
                row.year,
                str(row.get_kind_display()),
                row.kind,
                read(row.method),
            )
            for row in action.results.all()
        ],
        funders=[FunderView(read(r.name), str(r.get_kind_display()), r.amount) for r in action.funders.all()],
        partners=[PartnerView(read(r.name), read(r.role)) for r in action.partners.all()],
        pictures=[_picture(row, read) for row in media if row.file.kind == FileKind.PICTURE],
        documents=[_document(row, read) for row in media if row.file.kind == FileKind.DOCUMENT],
    )


def _picture(row: Media, read: _Reader) -> PictureView:
    widths = sorted(int(width) for width in row.file.renditions) or [PICTURE_WIDTHS[0]]
    url = {width: reverse("files:picture", args=[row.file.public_id, width]) for width in widths}
    shown = next((width for width in widths if width >= PICTURE_WIDTHS[1]), widths[-1])
    return PictureView(
        url[shown],
        ", ".join(f"{url[width]} {width}w" for width in widths),
        row.file.width or 0,
        row.file.height or 0,
        read(row.caption),
        row.credit,
    )


def _document(row: Media, read: _Reader) -> DocumentView:
    url = reverse("files:download", args=[row.file.public_id])
    return DocumentView(url, row.file.name, read(row.caption), row.file.content_type, row.file.size, row.credit)


def tabs(action: Action, current: str, reports: Iterable[LanguageReport]) -> list[Tab]:
    """The languages in which it can be read, the original first."""
    by_language = {report.language: report for report in reports}
    return [
        Tab(
            code,
            own_name(code),
            direction(code),
            by_language[code].state,
            code == current,
            by_language[code].origin == "machine",
            f"?text={code}",
        )
        for code in action.languages()
        if code in by_language
    ]


def translated_at(action: Action, language: str, keys: Sequence[str] = ()) -> datetime.datetime | None:
    """When the texts (default: all) of a translation were last made; the oldest counts."""
    notes = action.translation_notes.get(language, {})
    moments = [parse_datetime(note["at"]) for key, note in notes.items() if not keys or key in keys]
    return min((moment for moment in moments if moment), default=None)


def traits_of(town: Territory | None) -> list[Any]:
    """What the town's place is like, in words; codes nobody knows are left out."""
    known = dict(Trait.choices)
    return [known[code] for code in town.traits if code in known] if town else []
