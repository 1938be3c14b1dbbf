"""One number for each object of every kind: what kind it is and which, without opening a stored document."""

import zlib
from collections.abc import Iterable, Mapping

_SHIFT = 44
_KINDS = 1 << 18


def number_of(kind: str, object_id: int) -> int:
    """The number of an object. Raises OverflowError for an identifier that is negative or of 2⁴⁴ and more."""
    if not 0 <= object_id < 1 << _SHIFT:
        raise OverflowError(f"{kind}:{object_id} cannot be numbered")
    return (_mark(kind) << _SHIFT) + object_id


def numbers_of_kinds(kinds: Iterable[str]) -> dict[int, str]:
    """Mark of each kind → its name."""
    return {_mark(kind): kind for kind in kinds}


def kind_and_id(known: Mapping[int, str], number: int) -> tuple[str, int]:
    """The object behind a number; an empty kind for one that is not among the known kinds."""
    return known.get(number >> _SHIFT, ""), number & ((1 << _SHIFT) - 1)


def _mark(kind: str) -> int:
    return zlib.crc32(kind.encode()) % _KINDS
