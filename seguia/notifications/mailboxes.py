"""Places where mail comes in: a Maildir of this machine, or a mailbox asked over IMAP. What it says is for others."""

import contextlib
import imaplib
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

FAULTS = (OSError, imaplib.IMAP4.error)
"""What reading a place can raise."""
FLAGS = ":2,"
"""What stands between the name of a mail in a Maildir and its flags."""
BATCH = 500
"""Mails read in one run; the others wait for the next."""


class Fate(Enum):
    """What becomes of a mail in its place once it was read."""

    DELETE = auto()
    """All it was there for is in our database."""
    KEEP = auto()
    """It stays, marked as seen: for people to look at."""
    LATER = auto()
    """It stays as it is and is read again in the next run."""


Take = Callable[[bytes], Fate]
"""Called with one mail. What it did is committed when it returns: only then is a mail deleted."""


def read_places(maildir: str, imap_url: str, take: Take, *, most_bytes: int) -> None:
    """Hand over what is new in each place that is set; of a larger mail the first `most_bytes`. Raises FAULTS."""
    if maildir:
        read_maildir(Path(maildir), take, most_bytes=most_bytes)
    if imap_url:
        read_imap(imap_url, take, most_bytes=most_bytes)


def read_maildir(folder: Path, take: Take, *, most_bytes: int) -> None:
    """Mails are moved and deleted as files, never parsed here: who wrote them is unknown. Raises OSError when there is
    no such folder."""
    found = [*(folder / "new").iterdir(), *(file for file in (folder / "cur").iterdir() if not _is_seen(file))]
    for file in sorted(found, key=lambda file: file.name)[:BATCH]:
        with contextlib.suppress(FileNotFoundError):  # another reader was faster
            with file.open("rb") as content:
                raw = content.read(most_bytes)
            _settle(folder, file, take(raw))


def _settle(folder: Path, file: Path, fate: Fate) -> None:
    if fate is Fate.DELETE:
        file.unlink()
    elif fate is Fate.KEEP:
        name, _colon, flags = file.name.partition(FLAGS)
        file.rename(folder / "cur" / f"{name}{FLAGS}{''.join(sorted({*flags, 'S'}))}")


def _is_seen(file: Path) -> bool:
    return "S" in file.name.partition(FLAGS)[2]


def read_imap(url: str, take: Take, *, most_bytes: int) -> None:
    """`imaps://user:password@host:993/Folder`. Raises OSError, imaplib.IMAP4.error."""
    parts = urlsplit(url)
    kind: Any = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    with kind(parts.hostname or "", parts.port or (993 if parts.scheme == "imaps" else 143), timeout=20) as server:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        _checked(server.select(_quoted(unquote(parts.path.strip("/")) or "INBOX")))
        for number in _checked(server.uid("SEARCH", "UNSEEN"))[0].split()[:BATCH]:
            _read_one(server, number.decode("ascii"), take, most_bytes)
        server.expunge()


def _read_one(server: Any, uid: str, take: Take, most_bytes: int) -> None:
    answer = _checked(server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{most_bytes}>)"))
    raw = next((part[1] for part in answer if isinstance(part, tuple)), b"")
    fate = take(raw)
    if fate is not Fate.LATER:
        server.uid("STORE", uid, "+FLAGS", r"(\Seen \Deleted)" if fate is Fate.DELETE else r"(\Seen)")


def _checked(answer: tuple[str, list[Any]]) -> list[Any]:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(f"the mailbox answered {answer[0]}")
    return answer[1]


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
