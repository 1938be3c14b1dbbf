"""What is looked at before a concept is written: its words, and whether its links make a circle."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from seguia.core.errors import Conflict, Invalid
from seguia.core.languages import direction, language_codes, own_name
from seguia.core.text import clean_text
from seguia.core.translated import TranslatedText, cleaned_texts
from seguia.vocabulary.labels import folded
from seguia.vocabulary.links import reached, reversed_links, wider_concepts
from seguia.vocabulary.models import Concept, Goal

if TYPE_CHECKING:
    from seguia.vocabulary.services.editing import ConceptContent

LONGEST_LABEL, MOST_LABELS, MOST_LINKS = 120, 60, 60
Labels = set[tuple[str, str]]
"""(language, folded label)"""


def fingerprint(content: "ConceptContent") -> str:
    """Changes with every word and link."""
    told = json.dumps(vars(content), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def checked(
    content: "ConceptContent", concept: Concept | None, present: "ConceptContent | None" = None
) -> "ConceptContent":
    """The content with clean words, each once. What was there before (`present`) is not asked again.
    Raises ValidationError, Invalid, Conflict."""
    content = _with_clean_words(content)
    _refuse_taken_names(content, concept, present)
    _check_links(content, concept)
    return replace(content, broader=sorted(set(content.broader)), related=sorted(set(content.related)))


def _with_clean_words(content: "ConceptContent") -> "ConceptContent":
    preferred = cleaned_texts(content.preferred, max_length=LONGEST_LABEL, multiline=False)
    if len(preferred) < min(2, len(language_codes())):
        raise ValidationError({"preferred": _("Give its name in at least two languages: that is what joins them.")})
    alternative = {}
    for code, labels in content.alternative.items():
        kept = [label for label in _clean(code, labels) if label != preferred.get(code)]
        if len(kept) > MOST_LABELS:
            raise ValidationError({"alternative": _("At most %(most)s words in one language.") % {"most": MOST_LABELS}})
        if kept:
            alternative[code] = kept
    return replace(content, preferred=preferred, alternative=alternative)


def _clean(code: str, labels: Iterable[str]) -> list[str]:
    if code not in language_codes():
        raise ValidationError({"alternative": _("Unknown language “%(code)s”.") % {"code": code}})
    found = []
    for label in labels:
        try:
            cleaned = clean_text(label, multiline=False)
        except ValidationError as error:
            raise ValidationError({"alternative": f"{own_name(code)}: {' '.join(error.messages)}"}) from error
        if len(cleaned) > LONGEST_LABEL:
            words = _("%(language)s: “%(label)s …” is longer than %(limit)s characters.")
            told = {"language": own_name(code), "label": cleaned[:30], "limit": LONGEST_LABEL}
            raise ValidationError({"alternative": words % told})
        found.append(cleaned)
    return list(dict.fromkeys(label for label in found if label))


def _refuse_taken_names(content: "ConceptContent", concept: Concept | None, present: "ConceptContent | None") -> None:
    """A new word must not be the name of another concept in its language: two names for one idea are merged, two
    ideas with one name need a longer name."""
    new = _labels(content) - (_labels(present) if present else set())
    if not new:
        return
    own = concept.pk if concept else None
    for pk, slug, preferred in Concept.objects.order_by().values_list("pk", "slug", "preferred"):
        for code, name in preferred.items():
            if pk != own and (code, folded(name)) in new:
                raise Conflict(
                    _("In %(language)s, “%(label)s” is already the name of the concept “%(slug)s”. Nothing was saved. "
                      "If both are the same idea, merge them; if not, choose a more exact word.")
                    % {"language": own_name(code), "label": name, "slug": slug},
                    code="label_taken",
                )  # fmt: skip


def _labels(content: "ConceptContent") -> Labels:
    named = {(code, folded(name)) for code, name in content.preferred.items()}
    return named | {(code, folded(label)) for code, labels in content.alternative.items() for label in labels}


def _check_links(content: "ConceptContent", concept: Concept | None) -> None:
    """Neighbours that exist, no concept above itself, nothing at once wider and related."""
    if len(content.broader) > MOST_LINKS or len(content.related) > MOST_LINKS:
        raise Invalid(_("At most %(most)s links of one kind.") % {"most": MOST_LINKS})
    wanted = {*content.broader, *content.related}
    known = dict(Concept.objects.filter(slug__in=wanted).values_list("slug", "pk"))
    if missing := sorted(wanted - set(known)):
        raise Invalid(_("There is no concept “%(slug)s”. Nothing was saved.") % {"slug": missing[0]}, code="no_concept")
    codes = set(Goal.objects.filter(code__in=content.goals).values_list("code", flat=True))
    if unknown := sorted(set(content.goals) - codes):
        raise Invalid(_("There is no goal or target “%(code)s”. Nothing was saved.") % {"code": unknown[0]})
    if both := sorted(set(content.broader) & set(content.related)):
        words = _("“%(slug)s” cannot be wider and related at once. Nothing was saved.")
        raise Invalid(words % {"slug": both[0]}, code="wider_and_related")
    if concept is not None:
        _refuse_circles(content, concept, known)


def _refuse_circles(content: "ConceptContent", concept: Concept, known: dict[str, int]) -> None:
    if concept.is_theme and content.broader:
        raise Invalid(_("A theme stands at the top: it has no wider concept. Nothing was saved."), code="theme_on_top")
    if concept.is_theme is False and not content.broader:
        raise Invalid(_("Say under which wider concept it belongs. Nothing was saved."), code="no_place")
    if concept.slug in content.related:
        raise Invalid(_("A concept is not related to itself. Nothing was saved."), code="related_to_itself")
    below = reached([concept.pk], reversed_links(wider_concepts()))
    for slug in content.broader:
        if known[slug] in below:
            raise Invalid(
                _(
                    "“%(slug)s” lies below this concept, or is it: it cannot be wider at the same time. Nothing was saved."
                )
                % {"slug": slug},
                code="circle",
            )


def notes_on(content: "ConceptContent", concept: Concept, present: "ConceptContent | None" = None) -> list[str]:
    """What to look at twice: a new word that another language, or another concept, uses for something else."""
    new = _labels(content) - (_labels(present) if present else set())
    found: dict[str, None] = {}
    others = Concept.objects.exclude(pk=concept.pk).order_by().values_list("slug", "preferred", "alternative")
    written = {label: code for code, label in sorted(new)}
    for slug, preferred, alternative in others if new else []:
        for code in language_codes():
            names = [*filter(None, [preferred.get(code)]), *alternative.get(code, [])]
            for name in names:
                own = written.get(folded(name))
                if own and _may_be_confused(own, code):
                    found[_note(name, own, code, slug)] = None
    return list(found)[:10]


def _may_be_confused(own: str, other: str) -> bool:
    """The same language, or another one in the same script."""
    return direction(own) == direction(other)


def _note(label: str, own: str, other: str, slug: str) -> str:
    told = {"label": label, "language": own_name(other), "slug": slug}
    if own == other:
        return _("“%(label)s” is also a word for “%(slug)s”: the search will take it for both.") % told
    return _("False friend? In %(language)s, “%(label)s” is a word for “%(slug)s”.") % told


def as_texts(labels: dict[str, list[str]]) -> TranslatedText:
    """Other words by language, one a line: as a form shows them."""
    return TranslatedText({code: "\n".join(words) for code, words in labels.items()})
