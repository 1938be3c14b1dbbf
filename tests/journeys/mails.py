"""Mails as the people of a journey get them: the demonstration's worker writes them into a folder."""

import email
import re
import time
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

BETWEEN = "\n" + "-" * 79 + "\n"
CODE = r"(?m)^\s*([A-Z0-9]{3,6}-?[A-Z0-9]{3,6})\s*$"


class Mailbox:
    """Everybody's mailbox. What was taken out once is not given again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken: set[tuple[str, str]] = set()

    def take(self, to: str, pattern: str, *, seconds: float = 30) -> str:
        """The first group of `pattern` in the newest mail to this address that has it; waits for the worker."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for text in self.texts(to):
                found = re.search(pattern, text)
                if found and (to, found[1]) not in self._taken:
                    self._taken.add((to, found[1]))
                    return found[1]
            time.sleep(0.2)
        raise AssertionError(f"no mail to {to} has {pattern}: {self.texts(to)}")

    def texts(self, to: str) -> list[str]:
        """Subject and plain text of each mail to an address, the newest first."""
        files = (
            sorted(self._folder.glob("*.log"), key=lambda path: path.stat().st_mtime) if self._folder.is_dir() else []
        )
        letters = [part for path in files for part in path.read_text(encoding="utf-8").split(BETWEEN) if part.strip()]
        mails = [cast("EmailMessage", email.message_from_string(letter, policy=default)) for letter in letters]
        return [_text(mail) for mail in reversed(mails) if to in str(mail["To"])]


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(preferencelist=("plain",))
    return f"{mail['Subject']}\n{body.get_content() if body else ''}"
