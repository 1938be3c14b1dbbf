"""What the network already knows of the territories that rows name, in a few queries."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from django.db.models import F, Q

from seguia.territories.models import Kind, Territory, TerritoryCode

CHUNK = 900
T = TypeVar("T")
SECOND_LEVEL = frozenset({Kind.DEPARTMENT, Kind.PROVINCE, Kind.PREFECTURE})


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Parts of at most `size`: databases take only so many parameters."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def by_codes(references: Iterable[str]) -> Iterator[Q]:
    """Conditions that together find these references."""
    schemes: dict[str, list[str]] = {}
    for reference in references:
        scheme, _colon, code = reference.partition(":")
        schemes.setdefault(scheme, []).append(code)
    for scheme, codes in schemes.items():
        for part in chunks(codes):
            yield Q(scheme=scheme, code__in=part)


class Known:
    """Territories by reference, of the file and of the database: identity, kind, what is above."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.kinds: dict[str, str] = {}
        self._above_in_file: dict[str, str | None] = {}
        self._parent_ids: dict[str, int | None] = {}
        self._references: dict[int, str] = {}
        self._aliases: dict[str, str] = {}

    def load(self, references: Collection[str]) -> None:
        """Read these territories and everything above them; further codes find them too."""
        missing = {reference for reference in references if reference not in self.ids}
        for condition in by_codes(missing):
            self._read(condition)
        self._read_aliases(missing - self.ids.keys())
        while above := self._unread_parents():
            for part in chunks(above):
                self._read(Q(pk__in=part))

    def add(self, reference: str, kind: str) -> None:
        """A territory of the file."""
        self.kinds[reference] = kind

    def place(self, reference: str, parent: str | None) -> None:
        """What the file says is above a territory."""
        self._above_in_file[reference] = parent

    def canonical(self, reference: str) -> str:
        """The reference a territory is kept under."""
        return self._aliases.get(reference, reference)

    def above(self, reference: str) -> str | None:
        """The reference of the parent: as the file says, else as it is kept."""
        if reference in self._above_in_file:
            return self._above_in_file[reference]
        parent = self._parent_ids.get(reference)
        return self._references.get(parent) if parent is not None else None

    def parent_map(self) -> dict[str, str | None]:
        """Everything known, with its parent."""
        return {reference: self.above(reference) for reference in (*self.kinds, *self._aliases)}

    def second_level(self, parent: str | None) -> str | None:
        """The department, province or prefecture at or above `parent`."""
        return next((step for step in self._upward(parent) if self.kinds[step] in SECOND_LEVEL), None)

    def first_level(self, parent: str | None) -> str | None:
        """The region at or above `parent`."""
        return next((step for step in self._upward(parent) if self.kinds[step] == Kind.REGION), None)

    def _upward(self, reference: str | None) -> Iterator[str]:
        seen: set[str] = set()
        while reference is not None and reference in self.kinds and reference not in seen:
            yield reference
            seen.add(reference)
            reference = self.above(reference)

    def _read(self, condition: Q) -> None:
        """Note the territories that meet a condition; of several lives the current one, else the last."""
        rows = Territory.objects.filter(condition).order_by(F("valid_to").asc(nulls_last=True))
        for pk, scheme, code, kind, parent in rows.values_list("pk", "scheme", "code", "kind", "parent_id"):
            reference = f"{scheme}:{code}"
            self._references[pk] = reference
            self.ids[reference] = pk
            self.kinds.setdefault(reference, kind)
            self._parent_ids[reference] = parent

    def _read_aliases(self, references: Collection[str]) -> None:
        """Territories known under a further code."""
        for condition in by_codes(references):
            codes = TerritoryCode.objects.filter(condition, territory__valid_to=None)
            holders = {str(code): code.territory_id for code in codes}
            self._read(Q(pk__in=set(holders.values())))
            self._aliases |= {alias: self._references[pk] for alias, pk in holders.items()}

    def _unread_parents(self) -> list[int]:
        parents = {parent for parent in self._parent_ids.values() if parent is not None}
        return sorted(parents - self._references.keys())
