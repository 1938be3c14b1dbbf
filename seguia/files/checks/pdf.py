"""PDF: read, never run; what could run in a reader's program is refused."""

import io
import re
from typing import Any

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from seguia.files.checks.verdict import Accepted, FileRefused

MAX_OBJECTS = 200_000
MAX_DEPTH = 40
REASONS = {
    "/JavaScript": "pdf_javascript",
    "/JS": "pdf_javascript",
    "/Launch": "pdf_launch",
    "/EmbeddedFile": "pdf_embedded_file",
    "/EmbeddedFiles": "pdf_embedded_file",
    "/RichMedia": "pdf_rich_media",
    "/XFA": "pdf_form_program",
    "/SubmitForm": "pdf_submit",
    "/ImportData": "pdf_submit",
}
_RAW = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def check_pdf(content: bytes) -> Accepted:
    """Refuses encrypted and active documents. Raises FileRefused."""
    if not content.startswith(b"%PDF-"):
        raise FileRefused("not_a_pdf", _("This file is not a PDF. Nothing was saved."))
    _refuse_second_file(content)
    try:
        found = _findings(content)
    except FileRefused:
        raise
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise FileRefused(
            "broken_pdf", _("This PDF is damaged and cannot be checked. Save it again and send it once more.")
        ) from error
    if found:
        raise _refusal(found)
    return Accepted("application/pdf", "pdf", content)


def _refusal(code: str) -> FileRefused:
    return FileRefused(
        code,
        _("This PDF contains something that a program would run or open by itself (%(what)s). Print it to a new PDF "
          "and send that.") % {"what": code.removeprefix("pdf_").replace("_", " ")},
    )  # fmt: skip


def _refuse_second_file(content: bytes) -> None:
    """Something after the end, or an archive glued on: one file that is two."""
    end = content.rfind(b"%%EOF")
    tail = content[end + 5 :].strip() if end >= 0 else b""
    if len(tail) > 16 or b"PK\x05\x06" in content[-70_000:]:
        raise FileRefused(
            "two_files_in_one", _("This PDF has another file glued to its end. Print it to a new PDF and send that.")
        )


def _findings(content: bytes) -> str:
    """The code of the first thing that is not allowed; empty for a quiet document."""
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise FileRefused("pdf_encrypted", _("This PDF is locked with a password. Send it without one."))
    if not len(reader.pages):
        raise FileRefused("broken_pdf", _("This PDF has no page. Nothing was saved."))
    numbers = [(number, generation) for generation, table in reader.xref.items() for number in table]
    numbers += [(number, 0) for number in reader.xref_objStm]
    if len(numbers) > MAX_OBJECTS:
        raise FileRefused("too_complicated", _("This PDF has too many parts to be checked. Print it to a new PDF."))
    for number, generation in numbers:
        value = reader.get_object(IndirectObject(number, generation, reader))
        if code := _active(value, 0):
            return code
    if code := _active(reader.trailer, 0):
        return code
    raw = _RAW.search(_ESCAPED.sub(lambda found: bytes([int(found.group(1), 16)]), content))
    return REASONS.get("/" + raw.group(1).decode(), "") if raw else ""


def _active(value: Any, depth: int) -> str:
    if depth > MAX_DEPTH:
        return "too_deep"
    if isinstance(value, IndirectObject):
        return ""  # every object of the table is visited by itself
    if isinstance(value, DictionaryObject):
        names = [*value.keys(), *(value.raw_get(key) for key in ("/S", "/Type", "/Subtype") if key in value)]
        for name in names:
            if code := REASONS.get(str(name)):
                return code
        return next((code for key in value if (code := _active(value.raw_get(key), depth + 1))), "")
    if isinstance(value, ArrayObject):
        return next((code for item in list.__iter__(value) if (code := _active(item, depth + 1))), "")
    return ""
