"""Pages for everybody: themes, the alphabet, concepts, goals."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seguia.core.errors import NotFound
from seguia.core.languages import current_language, direction, language_codes, own_name
from seguia.core.permissions import allowed
from seguia.core.text import harmless_text
from seguia.vocabulary import queries
from seguia.vocabulary.jsonld import concept_jsonld
from seguia.vocabulary.labels import find_concepts, label_index
from seguia.vocabulary.models import Concept
from seguia.vocabulary.rules import EDIT
from seguia.vocabulary.skos import ENDINGS, FORMATS, concept_uri
from seguia.vocabulary.uses import use_count

WORDS_PER_PAGE = 150


@dataclass(frozen=True)
class Labels:
    """The words for a concept in one language, the preferred first."""

    code: str
    name: str
    direction: str
    words: list[str]


@require_safe
def theme_list(request: HttpRequest) -> HttpResponse:
    """The top concepts, the search among the words, the downloads."""
    context = {"themes": queries.themes(), "endings": ENDINGS, "may_edit": allowed(EDIT, request.user)}
    return render(request, "vocabulary/list.html", context)


@require_safe
def alphabet(request: HttpRequest) -> HttpResponse:
    """All words of the page's language under one letter. Raises NotFound for what is no letter of them."""
    index = label_index(current_language())
    letter = request.GET.get("letter", "") or next(iter(index), "")
    if index and letter not in index:
        raise NotFound(_("No word of this language begins so. Choose a letter of the alphabet."))
    pages = Paginator(index.get(letter, []), WORDS_PER_PAGE)
    context = {"letters": list(index), "letter": letter, "page": pages.get_page(request.GET.get("page", "1")[:12])}
    return render(request, "vocabulary/alphabet.html", context)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Concepts by a word in any language."""
    words = harmless_text(request.GET.get("q", ""))[:100].strip()
    context = {"words": words, "found": find_concepts(words), "may_edit": allowed(EDIT, request.user)}
    return render(request, "vocabulary/find.html", context)


@require_safe
def concept_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One concept in all languages, with what is wider, narrower, near. A merged one leads to the one that stayed."""
    concept = queries.concept_by_slug(slug)
    if concept.slug != slug:
        return redirect("vocabulary:detail", concept.slug, permanent=True)
    context = {
        "concept": concept,
        "labels": _labels(concept),
        "branches": queries.branches_of(concept) if concept.is_theme else [],
        "uri": concept_uri(concept.slug),
        "formats": [(ending, media_type) for ending, (_name, media_type) in FORMATS.items()],
        "action_count": use_count(concept),
        "json_ld": concept_jsonld(concept),
        "may_edit": allowed(EDIT, request.user),
    }
    return render(request, "vocabulary/detail.html", context)


def _labels(concept: Concept) -> list[Labels]:
    return [Labels(code, own_name(code), direction(code), concept.labels(code)) for code in language_codes()]


@require_safe
def goal_list(request: HttpRequest) -> HttpResponse:
    """The seventeen goals."""
    return render(request, "vocabulary/goal_list.html", {"goals": queries.goals()})


@require_safe
def goal_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One goal with its targets, or one target."""
    return render(request, "vocabulary/goal.html", {"goal": queries.goal_by_code(code)})
