"""Text documents and tables (ODT, ODS, DOCX, XLSX): archives, looked into before anybody opens them."""

import io
import re
import stat
import zipfile
import zlib

from django.utils.translation import gettext as _

from seguia.files.checks.verdict import Accepted, FileRefused

MAX_ENTRIES = 3000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 120
SMALL_ENTRY = 1024 * 1024
MAX_PART = 4 * 1024 * 1024
_ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_OOXML = "application/vnd.openxmlformats-officedocument."
_OOXML_MAIN = {
    f"{_OOXML}wordprocessingml.document.main+xml": ("docx", f"{_OOXML}wordprocessingml.document"),
    f"{_OOXML}spreadsheetml.sheet.main+xml": ("xlsx", f"{_OOXML}spreadsheetml.sheet"),
}
_PROGRAMS = re.compile(
    r"(vbaproject|vbadata|(^|/)basic/|(^|/)scripts/|activex|oleobject|(^|/)embeddings/|macrosheets|"
    r"\.(exe|dll|js|vbs|bat|cmd|ps1|jar|sh|scr|com|hta|html?|svgz?)$)",
    re.IGNORECASE,
)
_NESTED = re.compile(r"\.(zip|7z|rar|gz|bz2|xz|tar|iso|cab)$", re.IGNORECASE)
_OUTSIDE = re.compile(rb"(attachedTemplate|oleObject|/frame)\"[^>]*TargetMode=\"External\"|TargetMode=\"External\"[^>]*"
                      rb"(attachedTemplate|oleObject|/frame)\"", re.IGNORECASE)  # fmt: skip


def check_office(content: bytes) -> Accepted:
    """Refuses bombs, macros, embedded objects, locked and disguised archives. Raises FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive)
            content_type, extension = _kind_of(archive)
            _check_references(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, EOFError, NotImplementedError, OSError) as error:
        raise FileRefused(
            "broken_document", _("This document is damaged and cannot be checked. Save it again and send it once more.")
        ) from error
    return Accepted(content_type, extension, content)


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if not entries or min(entry.header_offset for entry in entries) != 0:
        raise FileRefused("two_files_in_one", _("This document has another file glued to it. Save it anew."))
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise FileRefused("archive_too_large", _("Unpacked, this document would be far too large. Nothing was saved."))
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if entry.file_size > SMALL_ENTRY and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise FileRefused("archive_bomb", _("Unpacked, this document would be far too large. Nothing was saved."))
    if name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) or "\x00" in name or ":" in name[:3]:
        raise FileRefused("archive_path", _("This document contains a file with a dangerous name. Save it anew."))
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise FileRefused("archive_link", _("This document contains a link to another file. Save it anew."))
    if entry.flag_bits & 0x1:
        raise FileRefused("document_encrypted", _("This document is locked with a password. Send it without one."))
    if _PROGRAMS.search(name):
        raise FileRefused(
            "document_program",
            _("This document contains macros or embedded objects. Save it without them (or as PDF) and send that."),
        )
    if _NESTED.search(name):
        raise FileRefused("archive_in_archive", _("This document contains another archive. Nothing was saved."))


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(MAX_PART)


def _kind_of(archive: zipfile.ZipFile) -> tuple[str, str]:
    names = set(archive.namelist())
    if "mimetype" in names:
        declared = _part(archive, "mimetype").strip()
        if declared in _ODF and "content.xml" in names:
            return declared.decode(), _ODF[declared]
    if "[Content_Types].xml" in names:
        types = _part(archive, "[Content_Types].xml").decode("utf-8", errors="replace")
        if "macroEnabled" in types or "vbaProject" in types:
            raise FileRefused("document_program", _("This document contains macros. Save it without them."))
        for main, (extension, content_type) in _OOXML_MAIN.items():
            if main in types:
                return content_type, extension
    raise FileRefused(
        "unknown_archive",
        _("This archive is no text document or table (ODT, ODS, DOCX, XLSX). Send its files one by one."),
    )


def _check_references(archive: zipfile.ZipFile) -> None:
    """Parts that would be fetched from elsewhere when the document is opened; and every declared size is true."""
    for entry in archive.infolist():
        if entry.filename.endswith(".rels") and _OUTSIDE.search(_part(archive, entry.filename)):
            raise FileRefused(
                "document_fetches", _("This document would load something from elsewhere when opened. Save it anew.")
            )
        if entry.filename.endswith("content.xml") and b"<script:event-listener" in _part(archive, entry.filename):
            raise FileRefused("document_program", _("This document contains macros. Save it without them."))
