"""Small files, good and evil, made on the spot."""

import io
import zipfile

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
DOCX_TYPES = (
    '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)


def picture(kind: str = "JPEG", size: tuple[int, int] = (1200, 800), *, gps: bool = False) -> bytes:
    """A red picture; with a place, an orientation and a comment when `gps`."""
    image, target = Image.new("RGB", size, "red"), io.BytesIO()
    if not gps:
        image.save(target, kind)
        return target.getvalue()
    exif = image.getexif()
    exif[0x0112], exif[0x010F] = 6, "SecretCamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 10.0, 17.0), 3: "W", 4: (5.0, 16.0, 11.0)})
    image.save(target, kind, exif=exif, comment=b"SecretComment")
    return target.getvalue()


def pdf(
    *, catalogue: dict[str, object] | None = None, script: str = "", password: str = "", attach: bool = False
) -> bytes:
    """One blank page, and what a test wants beside it."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if script:
        names = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer._root_object[NameObject("/OpenAction")] = DictionaryObject(names)
    if attach:
        writer.add_attachment("evil.exe", b"MZ")
    for name, value in (catalogue or {}).items():
        writer._root_object[NameObject(name)] = value
    if password:
        writer.encrypt(password)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def launch_pdf() -> bytes:
    """Opens a program when opened."""
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")})
    return pdf(catalogue={"/OpenAction": action})


def deep_pdf() -> bytes:
    """Arrays in arrays."""
    value = ArrayObject()
    for _ in range(60):
        value = ArrayObject([value])
    return pdf(catalogue={"/Deep": value})


def archive(entries: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return target.getvalue()


def docx(**more: bytes | str) -> bytes:
    """A small text document."""
    return archive({"[Content_Types].xml": DOCX_TYPES, "word/document.xml": "<w:document/>", **more})


def odt(**more: bytes | str) -> bytes:
    """A small OpenDocument text."""
    mime = "application/vnd.oasis.opendocument.text"
    return archive({"mimetype": mime, "content.xml": "<office:document-content/>", **more})


def linked(name: str) -> bytes:
    """A document with a symbolic link in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("[Content_Types].xml", DOCX_TYPES)
        info = zipfile.ZipInfo(name)
        info.external_attr = 0o120777 << 16
        made.writestr(info, "/etc/passwd")
    return target.getvalue()
