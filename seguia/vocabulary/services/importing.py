"""Bringing an outside thesaurus in, and taking it out again, as a whole."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.vocabulary.changes import tell_changed
from seguia.vocabulary.models import LexiconEntry
from seguia.vocabulary.outside import OutsideConcept
from seguia.vocabulary.services.loading import ORIGIN

_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    read: int
    kept: int
    """Concepts with labels in at least two languages."""
    replaced: int
    """Entries of the same origin that were there before."""


def import_thesaurus(
    concepts: Iterable[OutsideConcept], *, origin: str, progress: Callable[[int], None] | None = None
) -> Imported:
    """Replace everything of this origin by these concepts: all or nothing, harmless when repeated. Raises `Invalid`."""
    check_origin(origin)
    read, entries = 0, []
    for concept in concepts:
        read += 1
        if concept.is_bridge:
            entries.append(LexiconEntry(words=concept.labels, origin=origin))
        if progress:
            progress(1)
    if not entries:
        raise Invalid(_("No concept with labels in two languages of this network was found. Nothing was changed."))
    with transaction.atomic():
        replaced = _remove(origin)
        LexiconEntry.objects.bulk_create(entries, batch_size=500)
        tell_changed()
    return Imported(read, len(entries), replaced)


def withdraw_thesaurus(*, origin: str) -> int:
    """Take everything of one origin out; returns how many entries that were. Seguia's own words stay. Raises `Invalid`."""
    check_origin(origin)
    with transaction.atomic():
        count = _remove(origin)
        tell_changed()
    return count


def _remove(origin: str) -> int:
    count, _details = LexiconEntry.objects.filter(origin=origin).delete()
    return count


def check_origin(origin: str) -> None:
    """Raises `Invalid` unless the name can stand for an outside thesaurus."""
    if origin == ORIGIN or not _NAME.fullmatch(origin):
        raise Invalid(
            _("Name the thesaurus with small letters, digits and hyphens, for example “gemet”."), code="origin"
        )
