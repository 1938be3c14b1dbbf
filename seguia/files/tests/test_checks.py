"""Every upload is judged by what it is."""

import io
import struct
import zlib

import pytest
from PIL import Image

from seguia.files.checks import FileRefused, clean_name, examine
from seguia.files.tests import evil


def huge_png() -> bytes:
    """50,000 × 50,000 pixels in a few bytes."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("kind", "type_"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_picture_is_taken_with_its_renditions(kind, type_):
    accepted = examine(evil.picture(kind), "صورة.bin", "picture")
    assert (accepted.content_type, accepted.width, accepted.height) == (type_, 1200, 800)
    assert sorted(accepted.renditions) == [480, 960]
    small = Image.open(io.BytesIO(accepted.renditions[480]))
    assert (small.format, small.size) == ("WEBP", (480, 320))


def test_picture_loses_place_camera_and_comment_and_stands_upright():
    content = evil.picture(gps=True)
    assert b"SecretCamera" in content
    assert b"SecretComment" in content
    assert 0x8825 in Image.open(io.BytesIO(content)).getexif()
    accepted = examine(content, "a.jpg", "picture")
    assert (accepted.width, accepted.height) == (800, 1200)
    for made in [accepted.content, *accepted.renditions.values()]:
        assert b"Secret" not in made
        assert dict(Image.open(io.BytesIO(made)).getexif()) == {}


def test_picture_with_a_second_file_behind_it_is_made_anew():
    accepted = examine(evil.picture() + evil.HTML + evil.docx(), "a.jpg", "picture")
    assert b"script" not in accepted.content
    assert b"PK\x03\x04" not in accepted.content


@pytest.mark.parametrize("mode", ["P", "L", "LA", "RGBA", "I;16", "1"])
def test_picture_of_any_colour_mode_is_taken(mode):
    target = io.BytesIO()
    Image.new(mode, (60, 40)).save(target, "PNG")
    assert examine(target.getvalue(), "a.png", "picture").width == 60


def test_large_picture_is_made_smaller():
    accepted = examine(evil.picture(size=(6000, 3000)), "a.jpg", "picture")
    assert (accepted.width, accepted.height, sorted(accepted.renditions)) == (3200, 1600, [480, 960, 1600])


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (evil.SVG, "logo.png", "active_content"),
        (b"  \n" + evil.HTML, "a.jpg", "active_content"),
        (b"GIF89a" + b"\0" * 50, "a.gif", "not_a_picture"),
        (evil.picture()[:2000], "a.jpg", "broken_picture"),
        (huge_png(), "a.png", "too_many_pixels"),
        (b"", "a.png", "empty"),
        (evil.pdf(), "a.jpg", "not_a_picture"),
    ],
)
def test_bad_picture_is_refused_by_name(content, name, code):
    with pytest.raises(FileRefused) as caught:
        examine(content, name, "picture")
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("content", "name", "type_", "extension"),
    [
        (evil.pdf(), "تقرير.exe", "application/pdf", "pdf"),
        (evil.docx(), "a.zip",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        (evil.odt(), "a.odt", "application/vnd.oasis.opendocument.text", "odt"),
        ("المدينة,السكان\nشفشاون,42786\n".encode(), "towns.csv", "text/csv; charset=utf-8", "csv"),
        ("\ufeffماء".encode("utf-16"), "a.txt", "text/plain; charset=utf-8", "txt"),
        (b"5 < 6 and 7 > 3", "a.txt", "text/plain; charset=utf-8", "txt"),
    ],
)  # fmt: skip
def test_document_is_taken_as_what_it_is(content, name, type_, extension):
    accepted = examine(content, name, "document")
    assert (accepted.content_type, accepted.extension) == (type_, extension)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (evil.pdf(script="app.alert(1)"), "a.pdf", "pdf_javascript"),
        (evil.launch_pdf(), "a.pdf", "pdf_launch"),
        (evil.pdf(attach=True), "a.pdf", "pdf_embedded_file"),
        (evil.pdf(password="x"), "a.pdf", "pdf_encrypted"),
        (evil.deep_pdf(), "a.pdf", "too_deep"),
        (evil.pdf()[:200], "a.pdf", "broken_pdf"),
        (b"%PDF-1.7\n" + b"\0" * 500, "a.pdf", "broken_pdf"),
        (evil.pdf() + evil.docx(), "a.pdf", "two_files_in_one"),
        (evil.pdf() + evil.HTML, "a.pdf", "two_files_in_one"),
        (b"\n\n junk " + evil.pdf(), "a.pdf", "two_files_in_one"),
        (evil.pdf().replace(b"/Pages", b"/P#61ges", 1) + b"", "a.pdf", None),
        (evil.SVG, "a.pdf", "active_content"),
        (evil.HTML, "a.txt", "active_content"),
        (b"hello <script>alert(1)</script>", "a.txt", "active_content"),
        (b"MZ\x90\0", "a.pdf", "program"),
        (b"#!/bin/sh\nrm -rf /", "a.txt", "program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old.doc", "program"),
        (b"a\x00b", "a.txt", "unknown_type"),
        ("قديم".encode("cp1256"), "a.csv", "unknown_type"),
        (evil.picture(), "a.pdf", "unknown_type"),
        (evil.docx(**{"word/vbaProject.bin": b"x"}), "a.docx", "document_program"),
        (evil.docx(**{"word/embeddings/oleObject1.bin": b"x"}), "a.docx", "document_program"),
        (evil.odt(**{"Basic/Standard/Module1.xml": b"x"}), "a.odt", "document_program"),
        (evil.archive({"[Content_Types].xml": evil.DOCX_TYPES.replace("document.main", "macroEnabled.main")}), "a.docx",
         "document_program"),
        (evil.docx(**{"word/_rels/settings.xml.rels":
                      '<Relationship Type="http://x/attachedTemplate" Target="http://x/" TargetMode="External"/>'}),
         "a.docx", "document_fetches"),
        (evil.docx(**{"../../evil.txt": b"x"}), "a.docx", "archive_path"),
        (evil.docx(**{"/etc/cron": b"x"}), "a.docx", "archive_path"),
        (evil.linked("word/link"), "a.docx", "archive_link"),
        (evil.docx(**{"word/a.zip": b"x"}), "a.docx", "archive_in_archive"),
        (evil.docx(**{"word/bomb.xml": b"\0" * 30_000_000}), "a.docx", "archive_bomb"),
        (evil.archive({f"n{n}": b"" for n in range(3001)}), "a.docx", "archive_too_large"),
        (evil.archive({"readme.txt": b"x"}), "a.docx", "unknown_archive"),
        (b"PK\x03\x04" + b"\0" * 200, "a.docx", "broken_document"),
    ],
)  # fmt: skip
def test_bad_document_is_refused_by_name(content, name, code):
    if code is None:
        assert examine(content, name, "document").extension == "pdf"
        return
    with pytest.raises(FileRefused) as caught:
        examine(content, name, "document")
    assert caught.value.code == code
    assert str(caught.value.message)


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("تقرير سنوي.pdf", "تقرير سنوي.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\report.doc", "report.pdf"),
        ("annual\u202efdp.exe", "annualfdp.pdf"),
        ("a\u200b\u2066b\x00c\n.pdf", "abc.pdf"),
        ('a"b;c<d>.pdf', "a-b;c-d-.pdf"),
        ("", "file.pdf"),
        (".htaccess", "file.pdf"),
        ("...", "file.pdf"),
    ],
)
def test_clean_name_takes_out_traps(given, clean):
    assert clean_name(given, "pdf") == clean


def test_clean_name_cuts_long_arabic_names_at_a_letter():
    name = clean_name("تقرير" * 60 + ".pdf", "pdf")
    assert len(name.encode()) <= 180
    assert name.endswith(".pdf")
    assert set(name.removesuffix(".pdf")) == set("تقرير")
