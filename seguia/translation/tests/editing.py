"""What the tests do again and again: open an item, type into it, hand it in."""

from typing import Any

from seguia.actions.models import Action
from seguia.core.translation_state import fingerprint
from seguia.translation.editing import editor_page
from seguia.translation.queries import draft_of, item_for
from seguia.translation.registry import Item
from seguia.translation.services.drafts import Posted, SavedTexts, save_texts


def opened(user: Any, action: Action, language: str) -> Item:
    """As the editor opens it."""
    return item_for(user, "action", action.public_id, language)


def typed(item: Item, **texts: str) -> dict[str, Posted]:
    """What the form would post now, with these texts in the boxes; `__` in a name stands for a point."""
    shown = {field.text.key: field for field in editor_page(item, draft_of(item)).fields}
    posted = {}
    for name, text in texts.items():
        field = shown[name.replace("__", ".")]
        posted[field.text.key] = Posted(text, field.version, field.start, field.original_mark)
    return posted


def write(user: Any, item: Item, **texts: str) -> SavedTexts:
    """Save these texts as a draft."""
    return save_texts(user=user, item=item, posted=typed(item, **texts))


def form_of(item: Item, *, do: str = "save", **texts: str) -> dict[str, str]:
    """The whole form as a browser sends it."""
    data = {"do": do}
    for field in editor_page(item, draft_of(item)).fields:
        key = field.text.key
        data |= {
            f"t-{key}": texts.get(key.replace(".", "__"), field.value),
            f"v-{key}": str(field.version),
            f"s-{key}": field.start,
            f"o-{key}": field.original_mark,
        }
        if field.figures_confirmed:
            data[f"n-{key}"] = "on"
    return data


def mark(text: str) -> str:
    """Short for the fingerprint."""
    return fingerprint(text)
