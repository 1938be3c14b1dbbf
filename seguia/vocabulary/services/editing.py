"""The secretariat's work on single concepts: adding one, changing its words and links."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from seguia.core.errors import Conflict, Invalid
from seguia.core.permissions import require
from seguia.core.translated import TranslatedText
from seguia.vocabulary.changes import hold_vocabulary, record, tell_changed
from seguia.vocabulary.links import wider_concepts
from seguia.vocabulary.models import Concept, Goal, MergedConcept
from seguia.vocabulary.rules import EDIT
from seguia.vocabulary.services.checking import checked, fingerprint, notes_on
from seguia.vocabulary.services.placing import place_under_themes

ORIGIN = "network"
RESERVED = {"a-z", "add", "find", "unknown"}
"""Addresses under `themes/` that are pages of their own."""


@dataclass(frozen=True)
class ConceptContent:
    """All that can be written about a concept; its neighbours by identifier."""

    preferred: TranslatedText
    alternative: dict[str, list[str]] = field(default_factory=dict)
    broader: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Edited:
    """The concept, and what the person should know about its words."""

    concept: Concept
    notes: list[str]


def content_of(concept: Concept) -> ConceptContent:
    """As it is in the database now."""
    return ConceptContent(
        TranslatedText(concept.preferred),
        {code: list(labels) for code, labels in concept.alternative.items() if labels},
        list(concept.broader.order_by("slug").values_list("slug", flat=True)),
        list(concept.related.order_by("slug").values_list("slug", flat=True)),
        list(concept.goals.order_by("order").values_list("code", flat=True)),
    )


def create_concept(*, user: Any, content: ConceptContent, slug: str = "") -> Edited:
    """Add a concept. Its identifier is made of its English (else French) name where none is given, and never changes.
    Raises Refused, Invalid, Conflict, ValidationError."""
    require(EDIT, user)
    with transaction.atomic():
        hold_vocabulary()
        content = checked(content, None)
        if not content.broader:
            raise Invalid(_("Say under which wider concept it belongs. Nothing was saved."), code="no_place")
        concept = Concept(slug=_new_slug(slug, content), origin=ORIGIN, is_edited=True, order=_last_order())
        notes = notes_on(content, concept)
        _write(concept, content)
        record("vocabulary.concept.created", concept, actor=user, slug=concept.slug)
        tell_changed()
    return Edited(concept, notes)


def change_concept(concept: Concept, *, user: Any, content: ConceptContent, seen: str = "") -> Edited:
    """Write its words and links. `seen` is the `fingerprint` of what the person had before the eyes: Conflict when
    somebody else changed it since. Raises Refused, Invalid, Conflict, ValidationError."""
    require(EDIT, user)
    with transaction.atomic():
        hold_vocabulary()
        fresh = locked(concept)
        present = content_of(fresh)
        if seen and seen != fingerprint(present):
            raise Conflict(
                _("Somebody else changed this concept while you were writing. Nothing of yours is saved yet: open it "
                  "in another window, compare, and save again from there."),
                code="changed_since",
            )  # fmt: skip
        content = checked(content, fresh, present)
        if content == present:
            return Edited(fresh, [])
        notes = notes_on(content, fresh, present)
        fresh.is_edited = True
        _write(fresh, content)
        record("vocabulary.concept.changed", fresh, actor=user, slug=fresh.slug)
        tell_changed()
    return Edited(fresh, notes)


def locked(concept: Concept) -> Concept:
    """The concept as it is now, held until the end of the transaction. Raises Conflict: it was merged meanwhile."""
    fresh = Concept.objects.select_for_update().filter(pk=concept.pk).first()
    if fresh is None:
        raise Conflict(_("This concept was merged into another one meanwhile. Nothing was changed."), code="gone")
    return fresh


def _write(concept: Concept, content: ConceptContent) -> None:
    """Words and links into the tables; the theme follows from the links."""
    before = wider_concepts()
    concept.preferred, concept.alternative = content.preferred, content.alternative
    concept.full_clean(exclude=["theme"])
    concept.save()
    concept.broader.set(Concept.objects.filter(slug__in=content.broader))
    concept.related.set(Concept.objects.filter(slug__in=content.related))
    concept.goals.set(Goal.objects.filter(code__in=content.goals))
    place_under_themes(before)
    concept.refresh_from_db(fields=["theme"])


def _last_order() -> int:
    last = Concept.objects.order_by("-order").values_list("order", flat=True).first()
    return (last or 0) + 1


def _new_slug(given: str, content: ConceptContent) -> str:
    """Raises ValidationError, Conflict."""
    names = [content.preferred.get(code, "") for code in ("en", "fr")]
    slug = given or slugify(next((name for name in names if name), ""))[:80].strip("-")
    if not slug or slugify(slug) != slug:
        raise ValidationError(
            {"slug": _("Write the identifier with small Latin letters, digits and hyphens, for example “rain-garden”.")}
        )
    if slug in RESERVED or Concept.objects.filter(slug=slug).exists():
        raise Conflict(_("The identifier “%(slug)s” is taken. Nothing was saved; choose another.") % {"slug": slug})
    if MergedConcept.objects.filter(slug=slug).exists():
        raise Conflict(
            _("The identifier “%(slug)s” belonged to a concept that was merged; its address leads to the other one. "
              "Nothing was saved; choose another.") % {"slug": slug}
        )  # fmt: skip
    return slug
