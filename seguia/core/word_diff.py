"""What happened to a text, word by word: for versions of a sheet and for originals that changed after their translation."""

import difflib
import re
from dataclasses import dataclass

_WORDS = re.compile(r"\s+|[^\W_]+(?:['’\-][^\W_]+)*|.", re.DOTALL)
SAME, IN, OUT = "same", "in", "out"
WORD_LIMIT = 4000


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed (`same`), came in or went out."""

    kind: str
    text: str


def word_pieces(before: str, after: str) -> list[Piece]:
    """What happened to a text, word by word; very long texts paragraph by paragraph."""
    split = _WORDS.findall if max(len(before), len(after)) < WORD_LIMIT * 5 else _paragraphs
    old, new = split(before), split(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(new[c:d])))
            continue
        pieces += [Piece(kind, "".join(words)) for kind, words in ((OUT, old[a:b]), (IN, new[c:d])) if words]
    return pieces


def _paragraphs(text: str) -> list[str]:
    return text.splitlines(keepends=True)
