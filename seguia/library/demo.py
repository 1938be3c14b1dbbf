"""The library of the demonstration: texts from files, documents that go with them; harmless when they exist."""

import datetime
import json
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from seguia.accounts.models import User
from seguia.core.identifiers import public_id_for
from seguia.core.translated import TranslatedText
from seguia.files.models import FileKind
from seguia.files.services import keep_upload, prepare_upload, record_upload
from seguia.library.content import TEXTS, tie
from seguia.library.models import Method, MethodDocument, Status
from seguia.library.services.documents import OWNER_KIND
from seguia.library.services.writing import SEARCHED_AS
from seguia.membership.models import Organisation, Representation
from seguia.search.changes import mark_many_changed

FOLDER = Path(__file__).parent / "demo_texts"
FIRST_DAY = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)
STEP = datetime.timedelta(days=23)
SINCE = datetime.timedelta(days=4)
"""How long the one that is submitted has waited."""
Raw = dict[str, Any]


def create_demo_library() -> int:
    """Nine published methods, one that waits on the desk, one draft; returns how many are new."""
    raws = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    known = set(Method.objects.values_list("public_id", flat=True))
    owners = {town.territory.reference: town for town in _towns(raws) if town.territory}
    methods = [
        _create(raw, number, owners.get(raw.get("town", "")))
        for number, raw in enumerate(raws)
        if public_id_for(f"library/{raw['key']}") not in known and (raw.get("town", "") in {"", *owners})
    ]
    mark_many_changed((SEARCHED_AS, method.pk) for method in methods)
    return len(methods)


def _towns(raws: list[Raw]) -> list[Organisation]:
    codes = [raw["town"].partition(":")[2] for raw in raws if raw.get("town")]
    return list(Organisation.objects.filter(territory__code__in=codes).select_related("territory"))


def _create(raw: Raw, number: int, organisation: Organisation | None) -> Method:
    status = Status(raw.get("status", Status.PUBLISHED))
    method = Method(
        public_id=public_id_for(f"library/{raw['key']}"),
        organisation=organisation,
        kind=raw["kind"],
        status=status,
        original_language=raw["original_language"],
        author=_author(organisation),
        is_demonstration=True,
        **{name: TranslatedText(raw[name]) for name in TEXTS},
        **{name: raw[name] for name in ("source", "publisher", "year", "link") if name in raw},
    )
    if status == Status.PUBLISHED:
        method.published_at = min(FIRST_DAY + number * STEP, timezone.now())
    if status == Status.SUBMITTED:
        method.submitted_at, method.submitted_by = timezone.now() - SINCE, method.author
    for language in method.languages()[1:]:
        method.note_translations(language, [name for name in TEXTS if getattr(method, name).get(language)])
    method.full_clean()
    method.save()
    examples = [public_id_for(key) for key in raw.get("examples", [])]
    tie(method, {"themes": raw["themes"], "goals": raw["goals"], "examples": examples})
    for document in raw.get("documents", []):
        _add_document(method, document)
    return method


def _author(organisation: Organisation | None) -> User | None:
    """Whoever represents the town; for the network's own, the secretariat."""
    if organisation is None:
        return User.objects.filter(is_staff=True).order_by("pk").first()
    role = Representation.objects.filter(organisation=organisation).select_related("user").order_by("pk").first()
    return role.user if role else None


def _add_document(method: Method, raw: Raw) -> None:
    """Checked and kept like any upload."""
    upload = SimpleUploadedFile(raw["name"], raw["text"].encode("utf-8-sig"))
    with keep_upload(prepare_upload(upload, FileKind.DOCUMENT)) as kept:
        file = record_upload(kept, owner_kind=OWNER_KIND, owner_id=str(method.pk), user=method.author)
        MethodDocument.objects.create(method=method, file=file, label=raw["label"], language=raw["language"])
