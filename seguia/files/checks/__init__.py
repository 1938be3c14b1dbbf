"""Every upload is judged by what it is, not by what it calls itself."""

import puremagic
from django.utils.translation import gettext as _

from seguia.files.checks.names import clean_name
from seguia.files.checks.office import check_office
from seguia.files.checks.pdf import check_pdf
from seguia.files.checks.pictures import check_picture
from seguia.files.checks.texts import check_text
from seguia.files.checks.verdict import Accepted, FileRefused
from seguia.files.models import FileKind

__all__ = ["Accepted", "FileRefused", "clean_name", "examine"]

_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xd0\xcf\x11\xe0")


def examine(content: bytes, given_name: str, kind: str) -> Accepted:
    """The file as it may be kept. Raises FileRefused with a named reason."""
    if not content:
        raise FileRefused("empty", _("This file is empty. Nothing was saved."))
    if kind == FileKind.PICTURE:
        _refuse_active(content)
        return check_picture(content)
    return _examine_document(content, given_name)


def _refuse_active(content: bytes) -> None:
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype", b"<html", b"<script")):
        raise FileRefused("active_content", _("Web pages and SVG drawings can contain programs and are not taken."))


def _examine_document(content: bytes, given_name: str) -> Accepted:
    _refuse_active(content)
    if content.startswith(b"%PDF-"):
        return check_pdf(content)
    if content.startswith(_ARCHIVES):
        return check_office(content)
    if content.startswith(_PROGRAMS):
        raise FileRefused(
            "program",
            _("This is a program or an old office file, which may contain one. Save it as PDF and send that."),
        )
    if b"%PDF-" in content[:1024]:
        raise FileRefused("two_files_in_one", _("This PDF has something else in front of it. Print it to a new PDF."))
    accepted = check_text(content, given_name)
    if _looks_binary(content):
        raise FileRefused("unknown_type", _("This kind of file is not taken. Nothing was saved."))
    return accepted


def _looks_binary(content: bytes) -> bool:
    """A second opinion: known signatures that happen to be readable text."""
    try:
        guesses = puremagic.magic_string(content[:4096])
    except (puremagic.PureError, ValueError):
        return False
    risky = ("application/x-msdownload", "image/svg", "text/html", "application/javascript", "application/x-sh")
    return any(guess.confidence >= 0.8 and guess.mime_type.startswith(risky) for guess in guesses)
