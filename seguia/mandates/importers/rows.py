"""What a file gives to the engine, and what the engine tells of it."""

import datetime
from dataclasses import dataclass, field

from seguia.mandates.models import Function
from seguia.mandates.names import name_key

SHOWN_UNMATCHED = 50


@dataclass(frozen=True)
class ImportOptions:
    """What the person who imports decides, beside the file."""

    format: str = "rne"
    function: str = Function.MAYOR
    """For files of the register that hold one function only and have no column for it."""
    on: datetime.date | None = None
    """The day the file describes; without it, today. Codes of towns are read as of this day."""
    source: str = ""
    source_url: str = ""
    file: str = ""
    is_complete: bool = True
    """Whether the file lists everybody who holds its functions in its towns, so that who is missing has left."""


@dataclass(slots=True)
class MandateRow:
    """One line: who, where, what, since when. `home` is the commune an official of a larger body comes from."""

    line: int
    territory: str
    function: str
    latin_name: str
    arabic_name: str
    since: datetime.date
    until: datetime.date | None = None
    end_reason: str = ""
    rank: int | None = None
    home: str = ""
    delegation: dict[str, str] = field(default_factory=dict)
    source: str = ""
    source_url: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The name as it is compared, in every script the line gives."""
        return tuple(filter(None, (name_key(self.latin_name), name_key(self.arabic_name))))


@dataclass
class MandateReport:
    """What an import did, or would do."""

    rows: int = 0
    towns: int = 0
    begun: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0
    older: int = 0
    """Lines the network knows something newer about: left alone."""
    unmatched: int = 0
    unmatched_codes: list[str] = field(default_factory=list)
    homonyms: int = 0
    """Lines with the same name, function and town as a line before: taken as another person."""
    rights_ended: int = 0
    """Representations in the network that end with these mandates."""
    seconds: float = 0.0
    is_dry_run: bool = False
    change_id: str = ""
    """Public identifier of the change that can be taken back; empty when nothing changed."""

    def figures(self) -> dict[str, int]:
        """The numbers, as they are kept with the change."""
        names = (
            "rows",
            "towns",
            "begun",
            "changed",
            "ended",
            "unchanged",
            "older",
            "unmatched",
            "homonyms",
            "rights_ended",
        )
        return {name: getattr(self, name) for name in names}

    def note_unmatched(self, reference: str, lines: int) -> None:
        """A town the network does not know."""
        self.unmatched += lines
        if len(self.unmatched_codes) < SHOWN_UNMATCHED:
            self.unmatched_codes.append(reference)
