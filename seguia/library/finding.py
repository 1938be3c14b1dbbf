"""What a list of methods can be narrowed by; codes that nothing has raise `Invalid`."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.core.languages import language_codes
from seguia.library.models import Method, MethodKind
from seguia.library.models.method import MethodQuerySet
from seguia.library.queries import methods_by_id, published_methods
from seguia.search.engine import found_ids
from seguia.search.request import SearchRequest
from seguia.vocabulary.models import Concept, Goal

MOST_FOUND = 100
"""Best results for words; nobody pages further in a library."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty parts do not narrow."""

    words: str = ""
    kind: str = ""
    theme: str = ""
    goal: str = ""
    language: str = ""
    """In which it can be read."""

    @property
    def is_everything(self) -> bool:
        """Nothing narrows."""
        return self == Wanted()


def narrowed_methods(wanted: Wanted) -> MethodQuerySet:
    """Published methods that fit everything but the words, the newest first. Raises Invalid."""
    conditions = Q()
    if wanted.kind:
        conditions &= _of_kind(wanted.kind)
    if wanted.theme:
        conditions &= _on_theme(wanted.theme)
    if wanted.goal:
        conditions &= _serving(wanted.goal)
    if wanted.language:
        conditions &= _readable_in(wanted.language)
    return published_methods().filter(conditions)


def found_methods(wanted: Wanted, language: str) -> list[Method]:
    """By words of any language, the best first; then narrowed. Raises Invalid."""
    request = SearchRequest(wanted.words, language, page_size=MOST_FOUND, kinds=("method",))
    ids = found_ids(request)
    fitting = set(narrowed_methods(wanted).filter(pk__in=ids).order_by().values_list("pk", flat=True))
    return methods_by_id(pk for pk in ids if pk in fitting)


def _of_kind(kind: str) -> Q:
    if kind not in MethodKind.values:
        told = _("“%(name)s” can be: %(choices)s.") % {"name": "kind", "choices": ", ".join(MethodKind.values)}
        raise Invalid(told, code="unknown_kind")
    return Q(kind=kind)


def _on_theme(slug: str) -> Q:
    """A concept, or anything under it where it is a theme."""
    concept = Concept.objects.filter(Q(slug=slug) | Q(merged__slug=slug)).first()
    if concept is None:
        raise Invalid(_("There is no theme “%(theme)s”.") % {"theme": slug[:60]}, code="unknown_theme")
    wanted = Q(themes=concept) | Q(themes__theme=concept) if concept.is_theme else Q(themes=concept)
    return Q(pk__in=Method.objects.filter(wanted).order_by().values("pk"))


def _serving(code: str) -> Q:
    """A target, or a goal through any of its targets."""
    if not Goal.objects.filter(code=code).exists():
        raise Invalid(_("There is no goal “%(code)s”.") % {"code": code[:20]}, code="unknown_goal")
    serving = Method.objects.filter(Q(goals=code) | Q(goals__parent=code))
    return Q(pk__in=serving.order_by().values("pk"))


def _readable_in(language: str) -> Q:
    if language not in language_codes():
        told = _("“%(name)s” can be: %(choices)s.") % {"name": "language", "choices": ", ".join(language_codes())}
        raise Invalid(told, code="unknown_language")
    return Q(original_language=language) | Q(title__has_key=language)
