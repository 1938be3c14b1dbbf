"""What the editor shows beside the form, and the typed text on its way through preview and library."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from seguia.core.idempotency import FIELD, new_form_key
from seguia.core.languages import direction, language_codes
from seguia.core.word_diff import word_pieces
from seguia.pages.comparing import field_label
from seguia.pages.components import components
from seguia.pages.content import BY_LANGUAGE, Disagreement
from seguia.pages.forms import PageForm
from seguia.pages.models import Page

_OURS = {"csrfmiddlewaretoken", FIELD, "do", "insert", "into"}
MOST_HIDDEN = 400


def editor_context(page: Page, form: PageForm, base_version: int) -> dict[str, Any]:
    """The context of `pages/office/edit.html`."""
    return {
        "page": page,
        "form": form,
        "form_key": new_form_key(),
        "base_version": base_version,
        "components": components().values(),
        "reports": page.language_reports(),
    }


def hidden_fields(data: QueryDict) -> list[tuple[str, str]]:
    """Everything that was typed, for a page between."""
    pairs = [(name, value) for name in data for value in data.getlist(name) if name not in _OURS]
    return pairs[:MOST_HIDDEN]


def inserted(data: QueryDict, page: Page) -> QueryDict:
    """The typed text with a picture put in: at the end of one text, of all of them, or as the page's own."""
    changed = data.copy()
    image, into = data.get("insert", "")[:8], data.get("into", "")
    if into == "picture":
        changed["picture"] = image
        return changed
    wanted = [
        code for code in language_codes() if into in (code, "all") and (into != "all" or data.get(f"body_{code}"))
    ]
    for code in wanted or [page.original_language]:
        before = data.get(f"body_{code}", "").rstrip()
        changed[f"body_{code}"] = f"{before}\n\n:::image id={image}\n".lstrip()
    return changed


def conflict_sides(disagreements: Iterable[Disagreement]) -> list[dict[str, Any]]:
    """Both values of everything two people changed; texts with what differs marked."""
    return [
        {
            "label": field_label(item.name),
            "language": item.language,
            "direction": direction(item.language) if item.language else "auto",
            "mine": item.mine,
            "theirs": item.theirs,
            "pieces": word_pieces(item.theirs or "", item.mine or "") if item.name in BY_LANGUAGE else [],
        }
        for item in disagreements
    ]


def typed_texts(data: QueryDict) -> list[tuple[str, str]]:
    """Texts that somebody typed, to be copied."""
    names = [f"{name}_{code}" for name in BY_LANGUAGE for code in language_codes()]
    return [(name, str(data[name])) for name in names if data.get(name)]
