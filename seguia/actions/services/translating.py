"""Putting translated texts into a published sheet: by whoever translates, without touching anything else of it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from seguia.actions import content as sheets
from seguia.actions.content import GROUPS, Content
from seguia.actions.models import Action, Status
from seguia.actions.services.translations import note_old_translations
from seguia.actions.services.writing import ensure_version, tell_journey, write_version
from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound
from seguia.core.permissions import require
from seguia.search.changes import mark_changed
from seguia.translation.registry import checked_texts, note_saved


def translate_action(
    action: Action,
    *,
    user: Any,
    language: str,
    texts: Mapping[str, str],
    seen: Mapping[str, str],
    base: Mapping[str, str],
    how: str,
) -> Action:
    """Save texts of one language as a new version of the sheet; `texts`, `seen` (fingerprints of the originals) and
    `base` are by key, as in `Action.translatable_texts`. Raises NotFound, Refused, Conflict, `InvalidContent`.
    """
    with transaction.atomic():
        fresh = Action.objects.select_for_update(of=("self",)).filter(pk=action.pk, status=Status.PUBLISHED).first()
        if fresh is None:
            raise NotFound(_("There is no action with this address, or it is not published."))
        require("actions.translate_action", user, fresh)
        if language == fresh.original_language:
            raise Conflict(_("The original language of this sheet was changed meanwhile. Nothing was saved."))
        before = ensure_version(fresh)
        changed = checked_texts(fresh, language, texts, base)
        languages = set(fresh.languages())
        note_old_translations(fresh, before)
        if changed:
            fresh.version += 1
            sheets.apply(fresh, sheets.validate(with_texts(before, language, changed)))
        note_saved(fresh, language, texts, seen, how)
        fresh.save(update_fields=["translation_notes"])
        if changed:
            write_version(fresh, user)
            tell_journey(fresh, user, set(fresh.languages()) - languages)
        record_event("actions.action.translated", fresh, actor=user, language=language, how=how, texts=len(texts))
        mark_changed("action", fresh.pk)
    return fresh


def with_texts(content: Content, language: str, texts: Mapping[str, str]) -> Content:
    """The content with these texts of one language in their places."""
    changed = {**content}
    for key, text in texts.items():
        first, *rest = key.split(".")
        if first not in GROUPS:
            changed[key] = {**changed[key], language: text}
            continue
        row_key, name = rest
        changed[first] = [
            {**row, name: {**row[name], language: text}} if row["key"] == row_key else row for row in changed[first]
        ]
    return changed
