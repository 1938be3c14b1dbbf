"""Words that were searched for and are known nowhere: noted in a file beside the pages, so that a search writes nothing
into the database. The worker counts them (`services.unknown_words`). Some may be lost; no search is slower for it.

What is kept is the single word, without who, when, or what else was asked.
"""

import contextlib
import fcntl
import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from seguia.core.languages import direction, language_codes

SHORTEST, LONGEST = 3, 40
MOST_BYTES = 256 * 1024
"""More is not noted until the worker has counted: nobody fills the disk by searching."""
MOST_AT_ONCE = 5
"""Words of one search; who pastes a page of text asks nothing."""
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_REPEATED = re.compile(r"(.)\1{3}")
_CONSONANTS = re.compile("[bcdfghjklmnpqrstvwxz]{6}")
_VOWELS = re.compile("[aeiouy]")
_NOT_A_WORD = re.compile(r"[@/\\_#&=%<>{}|]|\w\.\w|\d")
"""In addresses, codes, telephone numbers: the words of such a piece are left out altogether."""


def note_unknown_words(words: Iterable[str], *, asked: str, language: str) -> int:
    """Note the words of a search that were found nowhere; returns how many. `asked` is looked at for pieces that are
    addresses or numbers, and forgotten. Never raises: a search does not fail for this."""
    pieces = asked.split()
    kept = [word for written in words if (word := countable(written, pieces))][:MOST_AT_ONCE]
    if not kept:
        return 0
    lines = "".join(f"{language_of(word, language)}\t{word}\n" for word in dict.fromkeys(kept))
    try:
        return len(set(kept)) if _append(lines.encode()) else 0
    except OSError:
        return 0


def countable(written: str, pieces: Iterable[str] = ()) -> str:
    """The word as it is counted: small letters, no vowel signs; empty for what is no word or may be somebody's address."""
    word = _MARKS.sub("", unicodedata.normalize("NFC", written)).lower()
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return ""
    if any(written in piece and _NOT_A_WORD.search(piece) for piece in pieces):
        return ""
    return "" if _looks_random(word) else word


def _looks_random(word: str) -> bool:
    """Letters of two scripts, the same letter again and again, or Latin letters nobody can pronounce."""
    if _REPEATED.search(word):
        return True
    arabic = bool(_ARABIC.search(word))
    if arabic:
        return not all(_ARABIC.match(letter) for letter in word)
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return plain.isascii() and (bool(_CONSONANTS.search(plain)) or (len(plain) > 5 and not _VOWELS.search(plain)))


def language_of(word: str, page: str) -> str:
    """The language of the page where the script fits it, else the only one of the network that is written so."""
    is_rtl = bool(_ARABIC.search(word))
    fitting = [code for code in language_codes() if (direction(code) == "rtl") == is_rtl]
    if page in fitting:
        return page
    return fitting[0] if len(fitting) == 1 else ""


def _folder() -> Path:
    return Path(settings.ASKED_WORDS_DIR)


@contextlib.contextmanager
def _alone() -> Iterator[Path]:
    """The folder, for one thread of one process at a time: nobody writes into a file that is being taken away."""
    folder = Path(settings.ASKED_WORDS_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _append(lines: bytes) -> bool:
    with _alone() as folder, (folder / "asked.tsv").open("ab") as file:
        if file.tell() > MOST_BYTES:
            return False
        file.write(lines)
        return True


def taken_words() -> Iterator[tuple[Path, Counter[tuple[str, str]]]]:
    """Files of noted words, taken away from those who note, with how often each (language, word) stands in them. The
    caller deletes a file when its words are counted; what was left behind by a fault is given again."""
    with _alone() as folder:
        noted = folder / "asked.tsv"
        if noted.is_file():
            noted.replace(folder / f"taken-{secrets.token_hex(8)}.tsv")
    for path in sorted(folder.glob("taken-*.tsv")):
        yield path, _counted(path.read_text(encoding="utf-8", errors="replace"))


def _counted(text: str) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for line in text.splitlines():
        language, _tab, word = line.partition("\t")
        if countable(word) == word and word and (not language or language in language_codes()):
            counts[language, word] += 1
    return counts
