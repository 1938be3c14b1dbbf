"""The name a file is shown and downloaded under: what people gave, without traps."""

import re
import unicodedata

_TRAPS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SEPARATORS = re.compile(r'[\\/:*?"<>|]+')
MAX_BYTES = 180


def clean_name(given: str, extension: str) -> str:
    """`given` without folders, control and direction characters, cut at a character, with the extension of what the
    file really is. `report‮fdp.exe` does not look like a PDF any more."""
    name = unicodedata.normalize("NFC", _TRAPS.sub("", given.replace("\\", "/").rsplit("/", 1)[-1]))
    stem = name.rpartition(".")[0] if "." in name else name
    stem = _SEPARATORS.sub("-", stem).strip(" .") or "file"
    limit = MAX_BYTES - len(extension) - 1
    stem = stem.encode()[:limit].decode(errors="ignore").strip(" .") or "file"
    return f"{stem}.{extension}"
