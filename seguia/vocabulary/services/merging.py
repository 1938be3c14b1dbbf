"""Making one concept of two."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.core.permissions import require
from seguia.vocabulary.changes import hold_vocabulary, record, tell_changed
from seguia.vocabulary.labels import folded
from seguia.vocabulary.links import reached, wider_concepts
from seguia.vocabulary.models import Concept, MergedConcept
from seguia.vocabulary.rules import EDIT
from seguia.vocabulary.services.editing import locked
from seguia.vocabulary.services.placing import place_under_themes
from seguia.vocabulary.uses import move_uses


def merge_concepts(concept: Concept, *, user: Any, into: Concept) -> Concept:
    """Give everything of `concept` to `into`: words, narrower and related concepts, targets, and what is tagged with
    it. Its identifier keeps answering and leads to `into`. Raises Refused, Invalid, Conflict."""
    require(EDIT, user)
    with transaction.atomic():
        hold_vocabulary()
        source, target = locked(concept), locked(into)
        _check(source, target)
        before = wider_concepts()
        moved = move_uses(source, target, user)
        _give_words(source, target)
        _give_links(source, target)
        _leave_trace(source, target)
        slug, pk = source.slug, source.pk
        Concept.objects.filter(pk=pk).delete()
        place_under_themes(before)
        record("vocabulary.concept.merged", target, actor=user, slug=slug, into=target.slug, moved=moved)
        tell_changed()
    target.refresh_from_db()
    return target


def _check(source: Concept, into: Concept) -> None:
    if source.pk == into.pk:
        raise Invalid(_("A concept cannot be merged into itself. Nothing was changed."), code="same")
    if source.is_theme:
        raise Invalid(
            _("“%(slug)s” is a theme: people filter by it, so it stays. Merge the other one into it.")
            % {"slug": source.slug},
            code="theme_stays",
        )


def _give_words(source: Concept, into: Concept) -> None:
    """Names and other words become other words of `into`, where it has them not yet."""
    preferred, alternative = into.preferred.copy(), {code: list(words) for code, words in into.alternative.items()}
    for code in dict.fromkeys((*source.preferred, *source.alternative)):
        labels = source.labels(code)
        if not preferred.get(code) and labels:
            preferred[code] = labels[0]
        known = {folded(word) for word in (preferred.get(code, ""), *alternative.get(code, []))}
        new = [label for label in labels if folded(label) not in known]
        if new:
            alternative[code] = [*alternative.get(code, []), *dict.fromkeys(new)]
    into.preferred, into.alternative, into.is_edited = preferred, alternative, True
    into.save(update_fields=["preferred", "alternative", "is_edited"])


def _give_links(source: Concept, into: Concept) -> None:
    """What stood under `source` stands under `into`, except what is above `into` already: it takes the place of `source`."""
    above_into = reached([into.pk], wider_concepts())
    wider = [concept for concept in source.broader.all() if concept.pk != into.pk]
    for child in source.narrower.all():
        if child.pk in above_into:
            child.broader.add(*wider)
            Concept.objects.filter(pk=child.pk).update(is_edited=True)
        else:
            child.broader.add(into)
        child.broader.remove(source)
    into.related.add(*(c for c in source.related.all() if c.pk not in above_into and not c.broader.filter(pk=into.pk)))
    into.goals.add(*source.goals.all())
    if not into.is_theme and not into.broader.exclude(pk=source.pk).exists():
        into.broader.add(*wider)


def _leave_trace(source: Concept, into: Concept) -> None:
    MergedConcept.objects.filter(into=source).update(into=into)
    MergedConcept.objects.create(slug=source.slug, into=into)
