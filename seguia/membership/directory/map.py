"""The members on the map: written once for each language and state of the directory, kept ready and compressed."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.urls import reverse

from seguia.core.languages import current_language
from seguia.core.translated import as_translated
from seguia.membership.directory.cache import edition
from seguia.membership.directory.listing import KEPT_SECONDS
from seguia.membership.models import Membership

_TOWN = "organisation__territory__"


@dataclass(frozen=True)
class Prepared:
    """A JSON answer, plain and compressed, with what tells whether a reader has it already."""

    plain: bytes
    compressed: bytes
    etag: str


def prepared_map() -> Prepared:
    """In the language of the page; made anew when a membership changed, or after five minutes."""
    key = f"membership-map:{current_language()}:{edition()}"
    kept: Prepared | None = cache.get(key)
    if kept is None:
        kept = _prepare(map_rows())
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def map_rows() -> dict[str, Any]:
    """`{"base", "lang", "rows": [[name, latitude, longitude, end of the address, language where another]]}`. One query."""
    language = current_language()
    columns = ("name", "latitude", "longitude", "scheme", "code")
    found = Membership.objects.in_directory().filter(
        organisation__territory__latitude__isnull=False, organisation__territory__longitude__isnull=False
    )
    rows = found.order_by("pk").values_list(*(_TOWN + column for column in columns))
    return {
        "base": reverse("territories:list"),
        "lang": language,
        "rows": [_row(language, *row) for row in rows.iterator(chunk_size=5000)],
    }


def _row(language: str, name: Any, latitude: Any, longitude: Any, scheme: str, code: str) -> list[Any]:
    shown = as_translated(name).localised(language)
    row = [shown.text, round(float(latitude), 3), round(float(longitude), 3), f"{scheme}/{code}/"]
    return row if shown.language == language else [*row, shown.language]


def _prepare(data: dict[str, Any]) -> Prepared:
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    digest = hashlib.sha256(plain).hexdigest()[:32]
    return Prepared(plain, gzip.compress(plain, compresslevel=6, mtime=0), f'W/"{digest}"')
