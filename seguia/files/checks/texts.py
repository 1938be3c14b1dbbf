"""Plain text and CSV: kept as UTF-8."""

import re

from django.utils.translation import gettext as _

from seguia.files.checks.verdict import Accepted, FileRefused

_MARKUP = re.compile(r"<\s*(!doctype|html|script|svg|\?xml|body|iframe|head)\b|<\?xml", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decoded(content: bytes) -> str | None:
    """The text, from UTF-8 or UTF-16 with its mark; None when it is no text."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def check_text(content: bytes, given_name: str) -> Accepted:
    """CSV when its name says so, otherwise text. Raises FileRefused."""
    text = decoded(content)
    if text is None:
        raise FileRefused(
            "unknown_type",
            _("This kind of file is not taken. Possible are PDF, ODT, ODS, DOCX, XLSX, and CSV or TXT saved as UTF-8."),
        )
    if _MARKUP.search(text[:4096]):
        raise FileRefused("active_content", _("Web pages and SVG drawings can contain programs and are not taken."))
    is_csv = given_name.lower().endswith(".csv")
    return Accepted(
        "text/csv; charset=utf-8" if is_csv else "text/plain; charset=utf-8",
        "csv" if is_csv else "txt",
        text.encode(),
    )
