"""Counting the words that are missing, and answering them."""

import datetime
from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import Conflict, Invalid
from seguia.core.languages import language_codes
from seguia.core.permissions import require
from seguia.vocabulary.asked_words import taken_words
from seguia.vocabulary.changes import record
from seguia.vocabulary.models import Concept, UnknownWord
from seguia.vocabulary.rules import EDIT
from seguia.vocabulary.services.editing import Edited, change_concept, content_of

MOST_WORDS = 20_000
"""Rows of the table; what is new beyond that is not kept."""
KEPT_DAYS = 90


def collect_words() -> int:
    """Count what was noted since last time; returns how many words. A job of the worker, safe beside another one."""
    counted = 0
    for path, counts in taken_words():
        counted += count_words(counts)
        path.unlink(missing_ok=True)
    return counted


def count_words(counts: Counter[tuple[str, str]]) -> int:
    """Add to what is there: by (language, word), in one short transaction."""
    today = timezone.localdate()
    with transaction.atomic():
        room = MOST_WORDS - UnknownWord.objects.count()
        for (language, word), times in sorted(counts.items()):
            known = UnknownWord.objects.filter(language=language, word=word)
            if known.update(count=F("count") + times, last_seen=today):
                continue
            if room > 0:
                room -= 1
                fresh = {"count": 0, "last_seen": today}
                UnknownWord.objects.get_or_create(language=language, word=word, defaults=fresh)
                known.update(count=F("count") + times)
    return sum(counts.values())


def forget_rare_words() -> int:
    """Delete what was searched once and not again for three months. A daily job."""
    limit = timezone.localdate() - datetime.timedelta(days=KEPT_DAYS)
    return UnknownWord.objects.filter(count__lte=1, last_seen__lt=limit).delete()[0]


def ignore_word(word: UnknownWord, *, user: Any) -> None:
    """Show it no more, however often it is searched. Raises Refused."""
    require(EDIT, user)
    with transaction.atomic():
        UnknownWord.objects.filter(pk=word.pk).update(is_ignored=True)
        record("vocabulary.word.ignored", word, actor=user, word=word.word)


def adopt_word(word: UnknownWord, *, user: Any, concept: Concept, language: str, label: str) -> Edited:
    """Make it a label of a concept, as `label` writes it; it is known from then on. Raises what `change_concept` does."""
    require(EDIT, user)
    if language not in language_codes():
        raise Invalid(_("Choose the language of the word. Nothing was saved."), code="language")
    with transaction.atomic():
        if not UnknownWord.objects.select_for_update().filter(pk=word.pk).exists():
            raise Conflict(_("Somebody answered this word already. Nothing was changed."), code="gone")
        content = content_of(concept)
        labels = [*content.alternative.get(language, []), label]
        named = concept.preferred.get(language)
        if not named:
            content.preferred[language] = label
        else:
            content.alternative[language] = labels
        edited = change_concept(concept, user=user, content=content)
        UnknownWord.objects.filter(pk=word.pk).delete()
        record("vocabulary.word.adopted", edited.concept, actor=user, word=word.word, language=language)
    return edited
