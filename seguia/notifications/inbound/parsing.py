"""Taking a mail apart without being taken apart by it: every mail was written by a stranger.

What makes a parser work for minutes or eat the memory (thousands of parts, of headers, of levels, endless lines) ends it
early, with a name for the reason.
"""

import codecs
import email.header
import email.parser
import email.utils
import re
from email.message import Message
from email.policy import Compat32
from typing import Any

MOST_BYTES = 20 * 1024 * 1024
MOST_LINES = 600_000
"""Base64 of 20 MB needs 370,000."""
MOST_PARTS, MOST_LEVELS, MOST_HEADERS = 200, 15, 500
MOST_HEADER = 16_000
"""Characters of one header; what follows is not read."""
MOST_HEAD = 64_000
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x20\x7f-\x9f\ud800-\udfff]{1,64}@[\w.-]{1,250}")
_TEXT_CODECS = re.compile(
    r"ascii|utf-(?:8|16|32).*|utf_8_sig|iso8859-\d+|latin.*|cp\d+|koi8-\w|mac-.*|gb\w+|big5\w*|euc_\w+|shift_jis\w*|"
    r"iso2022_\w+|tis-620"
)
"""Codecs of characters. Some that Python knows besides are not made for what strangers send."""


class Unreadable(Exception):
    """This mail cannot be understood; `code` says why, for operators."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Careful(Compat32):
    """Keeps the beginning of each header only."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse([line[:MOST_HEADER] for line in sourcelines[:300]])
        return name[:200], value[:MOST_HEADER]

    def header_fetch_parse(self, name: str, value: str) -> str:
        """As it came: bare UTF-8 is read by `decoded`."""
        return value


def parsed(raw: bytes) -> Message:
    """The parts of a mail. Raises Unreadable."""
    if max(raw.count(b"\n"), raw.count(b"\r")) > MOST_LINES:
        raise Unreadable("too_many_lines")
    counted = {"parts": 0, "headers": 0, "levels": 0}

    class Part(Message):
        """One part; all parts of a mail are counted together."""

        def __init__(self, policy: Any = None) -> None:
            super().__init__(policy=policy)
            _count(counted, "parts", MOST_PARTS)

        def set_raw(self, name: str, value: Any) -> None:
            """Called by the parser for each header."""
            _count(counted, "headers", MOST_HEADERS)
            if name.lower() == "content-type" and re.match(r"\s*(?:multipart|message)/", str(value), re.IGNORECASE):
                _count(counted, "levels", MOST_LEVELS)
            super().set_raw(name, value)

    parser = email.parser.BytesFeedParser(Part, policy=_Careful())
    try:
        parser.feed(raw)
        return parser.close()
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable("broken") from error


def head_of(raw: bytes) -> Message:
    """Only the headers of a mail that is too large to be read. Raises Unreadable."""
    head = re.split(rb"\r?\n\r?\n", raw[:MOST_HEAD], maxsplit=1)[0]
    return parsed(re.sub(rb"(?im)^content-[a-z-]+:[^\n]*(?:\n[ \t][^\n]*)*\n?", b"", head) + b"\r\n\r\n")


def _count(counted: dict[str, int], name: str, most: int) -> None:
    counted[name] += 1
    if counted[name] > most:
        raise Unreadable(f"too_many_{name}")


def header(mail: Message, name: str) -> str:
    """A header in one line, decoded; empty where there is none. Never raises."""
    return next(iter(headers(mail, name)), "")


def headers(mail: Message, *names: str) -> list[str]:
    """All headers of these names."""
    return [decoded(str(value)) for name in names for value in mail.get_all(name, [])]


def decoded(value: str) -> str:
    """RFC 2047 words as characters; what cannot be decoded stays as it is. Never raises."""
    value = re.sub(r"\s+", " ", value[:MOST_HEADER]).strip()
    if "=?" not in value:
        return _as_utf8(value)
    try:
        words = email.header.decode_header(value)
    except Exception:
        return _as_utf8(value)
    joined = "".join(_word(content, charset) for content, charset in words)
    return re.sub(r"\s+", " ", joined).strip()


def _word(content: bytes | str, charset: str | None) -> str:
    if isinstance(content, str):
        return _as_utf8(content)
    return text_in(content, charset or "utf-8")


def _as_utf8(value: str) -> str:
    """Headers in bare UTF-8 arrive as surrogates."""
    return value.encode("ascii", "surrogateescape").decode("utf-8", "replace") if _is_bytes(value) else value


def _is_bytes(value: str) -> bool:
    return all(ord(letter) < 128 or 0xDC80 <= ord(letter) <= 0xDCFF for letter in value)


def text_in(content: bytes, charset: str) -> str:
    """Bytes as characters: as the mail says, or as UTF-8, or as Windows Arabic or Western. Never raises."""
    for name in (charset, "utf-8"):
        try:
            if is_known(name):
                return content.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
    return content.decode(charset if is_known(charset) else "cp1256", "replace")


def is_known(charset: str) -> bool:
    """Whether it is a way to write characters that we read."""
    try:
        return bool(_TEXT_CODECS.fullmatch(codecs.lookup(charset).name))
    except (LookupError, ValueError, UnicodeError):
        return False


def address_in(value: str) -> str:
    """The one address of a From header, in small letters; empty when there are none or several."""
    try:
        found = [address for _name, address in email.utils.getaddresses([value[:2000]]) if address]
    except Exception:
        return ""
    return found[0].lower() if len(found) == 1 and _ADDRESS.fullmatch(found[0]) else ""
