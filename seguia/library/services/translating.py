"""A translation that comes from the translation desk."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from seguia.audit.services import record_event
from seguia.core.permissions import require
from seguia.core.translated import TranslatedText
from seguia.library.models import Method
from seguia.library.queries import published_method
from seguia.library.services.writing import SEARCHED_AS
from seguia.search.changes import mark_changed
from seguia.translation import registry


def save_translation(
    *,
    user: Any,
    item: registry.Item,
    language: str,
    texts: Mapping[str, str],
    seen: Mapping[str, str],
    base: Mapping[str, str],
    how: str,
) -> Method:
    """See `translation.registry.Save`. Raises Refused, NotFound, Conflict, ValidationError."""
    with transaction.atomic():
        published_method(item.public_id)
        method = Method.objects.select_for_update(of=("self",)).get(pk=item.object_id)
        require("translation.translate", user, item)
        for key, text in registry.checked_texts(method, language, texts, base).items():
            setattr(method, key, TranslatedText({**getattr(method, key), language: text}))
        registry.note_saved(method, language, texts, seen, how)
        method.version += 1
        method.clean_fields(exclude=_beside_texts())
        method.save()
        record_event("library.method.translated", method, actor=user, language=language, how=how)
        mark_changed(SEARCHED_AS, method.pk)
    return method


def _beside_texts() -> set[str]:
    return {column.name for column in Method._meta.fields} - set(Method.TEXT_FIELDS)
