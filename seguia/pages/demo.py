"""The pages and news of the demonstration: texts from files, pictures drawn by code; harmless when they exist."""

import datetime
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Canvas
from PIL import ImageDraw

from seguia.accounts.models import User
from seguia.core.identifiers import public_id_for
from seguia.core.translated import TranslatedText
from seguia.files.models import FileKind
from seguia.files.services import keep_upload, prepare_upload, record_upload
from seguia.pages.content import TEXTS, snapshot, themes_of
from seguia.pages.models import Image, Kind, Page, PageVersion, Status
from seguia.pages.models.image import OWNER_KIND
from seguia.pages.rendering import faults_of
from seguia.pages.services.writing import keep_image_uses
from seguia.pages.slugs import keep_slugs
from seguia.search.changes import mark_many_changed

FOLDER = Path(__file__).parent / "demo_texts"
SIZE = (1200, 675)
NIGHT, WATER, SAND, CLAY = "#0a4f52", "#2c8a86", "#eeb04a", "#a8431a"
Raw = dict[str, Any]


def create_demo_pages() -> int:
    """Five pages and three news; returns how many are new."""
    author = User.objects.filter(is_staff=True).order_by("pk").first()
    texts = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    known = set(Page.objects.values_list("public_id", flat=True))
    pages = [_create(raw, author) for raw in texts if public_id_for(f"pages/{raw['key']}") not in known]
    mark_many_changed((page.kind, page.pk) for page in pages)
    return len(pages)


def _create(raw: Raw, author: User | None) -> Page:
    day = datetime.date.fromisoformat(raw["day"]) if raw.get("day") else datetime.date(2026, 9, 1)
    moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))
    page = Page(
        public_id=public_id_for(f"pages/{raw['key']}"),
        kind=raw["kind"],
        status=Status.PUBLISHED,
        published_at=min(moment, timezone.now()),
        is_announced=True,
        version=1,
        original_language=raw["original_language"],
        order=raw.get("order", 0),
        in_menu=raw.get("in_menu", False),
        place=raw.get("place"),
        day=day if raw["kind"] == Kind.NEWS else None,
        picture=_picture(raw, author) if raw.get("picture") else None,
        author=author,
        is_demonstration=True,
        **{name: TranslatedText(raw[name]) for name in TEXTS},
    )
    for language in page.languages()[1:]:
        page.note_translations(language, [name for name in TEXTS if getattr(page, name).get(language)])
    page.full_clean()
    page.save()
    page.themes.set(themes_of({"themes": raw.get("themes", [])}))
    keep_slugs(page, raw["slugs"])
    keep_image_uses(page)
    PageVersion.objects.create(page=page, number=1, content=snapshot(page), author=author)
    return page


def _picture(raw: Raw, author: User | None) -> Image:
    """Drawn, checked and kept like any upload."""
    motif = raw["picture"]["motif"]
    upload = SimpleUploadedFile(f"{motif}.png", drawn(motif))
    image = Image(
        public_id=public_id_for(f"pages/picture/{motif}"), alt=TranslatedText(raw["picture"]["alt"]), credit="Seguia"
    )
    with keep_upload(prepare_upload(upload, FileKind.PICTURE)) as kept:
        image.full_clean(exclude=["file", "uploaded_by"])
        image.save()
        image.file = record_upload(kept, owner_kind=OWNER_KIND, owner_id=str(image.pk), user=author)
        image.save(update_fields=["file"])
    return image


def drawn(motif: str) -> bytes:
    """A simple picture as PNG: rain over a tank, three channels, lamps at night."""
    canvas = Canvas.new("RGB", SIZE, NIGHT)
    MOTIFS[motif](ImageDraw.Draw(canvas))
    out = io.BytesIO()
    canvas.save(out, "PNG")
    return out.getvalue()


def _rain(draw: ImageDraw.ImageDraw) -> None:
    for column in range(9):
        for row in range(4):
            x, y = 90 + column * 125 + (row % 2) * 60, 60 + row * 95
            draw.polygon([(x, y), (x - 14, y + 34), (x + 14, y + 34)], fill=WATER)
            draw.ellipse((x - 16, y + 20, x + 16, y + 52), fill=WATER)
    draw.rectangle((380, 470, 820, 640), fill=CLAY)
    draw.ellipse((380, 435, 820, 505), fill=SAND)
    draw.ellipse((405, 447, 795, 493), fill=WATER)


def _channels(draw: ImageDraw.ImageDraw) -> None:
    for start, colour in ((120, WATER), (600, SAND), (1080, CLAY)):
        draw.line([(start, 0), (start, 240), (600, 430), (600, 675)], fill=colour, width=46, joint="curve")
    draw.line([(600, 430), (600, 675)], fill=WATER, width=70)


def _lamps(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 590, 1200, 675), fill="#073f43")
    for x in range(150, 1200, 300):
        draw.polygon([(x, 210), (x - 120, 590), (x + 120, 590)], fill="#1d6a66")
        draw.rectangle((x - 6, 200, x + 6, 590), fill=CLAY)
        draw.ellipse((x - 32, 168, x + 32, 232), fill=SAND)


MOTIFS: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {"rain": _rain, "channels": _channels, "lamps": _lamps}


def demo_faults() -> Iterator[str]:
    """What is wrong with the texts, for the test that keeps them right."""
    for path in sorted(FOLDER.glob("*.json")):
        for language, text in json.loads(path.read_text(encoding="utf-8"))["body"].items():
            yield from (f"{path.stem} {language} {fault.line}: {fault.message}" for fault in faults_of(text))
