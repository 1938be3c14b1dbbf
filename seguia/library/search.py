"""What search knows of methods."""

from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse

from seguia.core.addresses import absolute, addresses_by_language
from seguia.core.translated import as_translated
from seguia.library.models import Method
from seguia.library.services.writing import SEARCHED_AS
from seguia.search.index.document import Document, Texts
from seguia.search.registry import Source, register_source
from seguia.search.results import ResultCard, register_cards


def documents(ids: Iterable[int]) -> Iterator[Document]:
    """Of the published ones among `ids`, in four queries."""
    found = Method.objects.published().filter(pk__in=list(ids)).select_related("organisation")
    return (
        _document(method) for method in found.prefetch_related("themes__theme", "goals", "documents").order_by("pk")
    )


def _document(method: Method) -> Document:
    return Document(
        kind=SEARCHED_AS,
        object_id=method.pk,
        texts={language: _texts(method, language) for language in method.languages()},
        original_language=method.original_language,
        names=_names(method),
        facets={name: codes for name, codes in _facets(method).items() if codes},
        concepts=sorted(theme.slug for theme in method.themes.all()),
        date=int(method.published_at.timestamp()) if method.published_at else 0,
    )


def _texts(method: Method, language: str) -> Texts:
    title, summary, body = (as_translated(getattr(method, name)).get(language, "") for name in Method.TEXT_FIELDS)
    labels = [document.label for document in method.documents.all() if document.language == language]
    return Texts(title, summary, "\n".join([body, *labels]))


def _names(method: Method) -> list[str]:
    """By these it is found in every language."""
    owner = method.organisation.name.values() if method.organisation else []
    return [name for name in dict.fromkeys([*owner, method.source, method.publisher]) if name]


def _facets(method: Method) -> dict[str, list[str]]:
    themes = [theme.theme.slug if theme.theme else theme.slug for theme in method.themes.all()]
    goals = [code for goal in method.goals.all() for code in (str(goal.number), goal.code)]
    return {
        "theme": list(dict.fromkeys(themes)),
        "sdg": list(dict.fromkeys(goals)),
        "language": method.languages(),
    }


def _all_ids() -> Iterable[int]:
    return Method.objects.published().order_by("pk").values_list("pk", flat=True).iterator()


def _cards(ids: Sequence[int]) -> dict[int, ResultCard]:
    found = Method.objects.published().filter(pk__in=list(ids)).order_by()
    return {method.pk: _card(method) for method in found}


def _card(method: Method) -> ResultCard:
    return ResultCard(
        public_id=method.public_id,
        original_language=method.original_language,
        languages=method.languages(),
        url=addresses_by_language(method.get_absolute_url),
        api_url=absolute(reverse("api:read_method", args=[method.public_id])),
    )


def register() -> None:
    """Make methods findable."""
    register_source(Source(SEARCHED_AS, documents, _all_ids))
    register_cards(SEARCHED_AS, _cards)
