"""Pictures are decoded and made anew: what was hidden in them (places, programs, a second file) does not survive."""

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from seguia.files.checks.verdict import Accepted, FileRefused

MAX_PIXELS = 50_000_000
WIDTHS = (480, 960, 1600)
FORMATS = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "WEBP": ("image/webp", "webp")}
ORIENTATION = 0x0112
FULL_SIZE = (3200, 6400)
"""Larger originals are kept in this size: enough for print, light enough for a village's line."""


def check_picture(content: bytes) -> Accepted:
    """Decode, turn upright, drop everything but the pixels. Raises FileRefused."""
    picture, kind = _opened(content)
    upright = _decoded(picture)
    content_type, extension = FORMATS[kind]
    return Accepted(
        content_type,
        extension,
        _written(upright, kind),
        {width: _written(_at_width(upright, width), "WEBP") for width in _widths(upright.width)},
        upright.width,
        upright.height,
    )


def _opened(content: bytes) -> tuple[Image.Image, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=list(FORMATS))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise FileRefused(
            "not_a_picture", _("This is not a picture in JPEG, PNG or WebP. Nothing was saved.")
        ) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_many_pixels()
    return picture, "JPEG" if picture.format == "MPO" else str(picture.format)


def _too_many_pixels() -> FileRefused:
    return FileRefused(
        "too_many_pixels",
        _("This picture has more than %(limit)s million pixels. Make it smaller and send it again.")
        % {"limit": MAX_PIXELS // 1_000_000},
    )


def _decoded(picture: Image.Image) -> Image.Image:
    """Made small before anything is copied: a picture of 50 million pixels must not need a second such space."""
    try:
        if picture.format in {"JPEG", "MPO"}:
            picture.draft("RGB", FULL_SIZE)
        picture.load()
        orientation = picture.getexif()
        small = picture if picture.mode in {"RGB", "RGBA"} else picture.convert(_mode(picture))
        small.thumbnail(FULL_SIZE, Image.Resampling.LANCZOS, reducing_gap=2.0)
        small.info = {}
        small.getexif()[ORIENTATION] = orientation.get(ORIENTATION, 1)
        upright = ImageOps.exif_transpose(small)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, EOFError) as error:
        raise FileRefused(
            "broken_picture", _("This picture is damaged or incomplete. Save it again and send it once more.")
        ) from error
    return _without_info(upright)


def _mode(picture: Image.Image) -> str:
    return "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"


def _widths(width: int) -> list[int]:
    """The renditions that make sense: never enlarged, but always at least one."""
    fitting = [wanted for wanted in WIDTHS if wanted <= width]
    return fitting or [WIDTHS[0]]


def _at_width(picture: Image.Image, width: int) -> Image.Image:
    if picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _written(picture: Image.Image, kind: str) -> bytes:
    """Only pixels are written: no EXIF, no place, no comments, no colour profile."""
    target = io.BytesIO()
    if kind == "JPEG":
        picture.convert("RGB").save(target, "JPEG", quality=88, optimize=True, progressive=True)
    elif kind == "PNG":
        picture.save(target, "PNG", optimize=False)
    else:
        picture.save(target, "WEBP", quality=80, method=4)
    return target.getvalue()


def _without_info(picture: Image.Image) -> Image.Image:
    copy = picture.copy()
    copy.info = {}
    return copy
