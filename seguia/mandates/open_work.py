"""What is open in a town when its elected people change; upper floors tell, the hand-over page shows."""

from collections.abc import Callable
from dataclasses import dataclass

from seguia.core.errors import Message
from seguia.membership.models import Organisation


@dataclass(frozen=True)
class OpenWork:
    """One line: "3 drafts of sheets", and where they are."""

    label: Message
    count: int
    url: str = ""


Teller = Callable[[Organisation], list[OpenWork]]
_TELLERS: dict[str, Teller] = {}


def register_open_work(code: str, teller: Teller) -> None:
    """Have `teller(organisation)` asked on every hand-over page."""
    _TELLERS[code] = teller


def open_work_of(organisation: Organisation) -> list[OpenWork]:
    """Everything that is open; nothing that counts zero."""
    found = [work for teller in _TELLERS.values() for work in teller(organisation)]
    return [work for work in found if work.count]
