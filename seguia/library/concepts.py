"""What the vocabulary asks of us: to follow when concepts are merged or moved."""

from typing import Any

from seguia.audit.services import record_event
from seguia.library.models import Method
from seguia.library.services.writing import SEARCHED_AS
from seguia.search.changes import mark_changed
from seguia.vocabulary.models import Concept
from seguia.vocabulary.uses import Use, register_use


def no_count(concept: Concept) -> int:
    """The page of a concept counts actions; methods are found in the library."""
    return 0


def retag_methods(source: Concept, into: Concept, user: Any) -> int:
    """Tag methods of every state with `into` instead of `source`. In the caller's transaction."""
    methods = list(Method.objects.select_for_update(of=("self",)).filter(themes=source).order_by("pk"))
    for method in methods:
        method.themes.add(into)
        method.themes.remove(source)
        method.version += 1
        Method.objects.filter(pk=method.pk).update(version=method.version)
        record_event("library.method.retagged", method, actor=user, before=source.slug, after=into.slug)
    mark_changed(SEARCHED_AS, *(method.pk for method in methods))
    return len(methods)


def follow_moved_concepts(concept_ids: set[int]) -> None:
    """Published methods with these concepts are found under other themes now: index them again."""
    tagged = Method.objects.published().filter(themes__in=Concept.objects.filter(pk__in=concept_ids))
    mark_changed(SEARCHED_AS, *sorted(set(tagged.order_by().values_list("pk", flat=True))))


def register() -> None:
    """Tell the vocabulary."""
    register_use(Use("library", no_count, retag_methods, follow_moved_concepts))
