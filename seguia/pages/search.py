"""What search knows of pages and news: two kinds, beside the actions."""

from collections.abc import Callable, Iterable, Iterator

from django.urls import reverse

from seguia.core.addresses import absolute, addresses_by_language
from seguia.core.translated import as_translated
from seguia.pages.models import Kind, Page
from seguia.pages.queries import live_by_id
from seguia.pages.rendering.parsing import Prose, parse
from seguia.search.index.document import Document, Texts
from seguia.search.registry import Source, register_source
from seguia.search.results import ResultCard, register_cards

KINDS = (Kind.PAGE.value, Kind.NEWS.value)


def _documents(kind: str) -> Callable[[Iterable[int]], Iterator[Document]]:
    def documents(ids: Iterable[int]) -> Iterator[Document]:
        """Of the live ones among `ids`, in two queries."""
        pages = Page.objects.live().filter(kind=kind, pk__in=list(ids)).prefetch_related("themes").order_by("pk")
        return (_document(page) for page in pages)

    return documents


def _document(page: Page) -> Document:
    slugs = sorted(theme.slug for theme in page.themes.all())
    return Document(
        kind=page.kind,
        object_id=page.pk,
        texts={language: _texts(page, language) for language in page.languages()},
        original_language=page.original_language,
        facets={"language": page.languages()} | ({"theme": slugs} if slugs else {}),
        concepts=slugs,
        date=int(page.published_at.timestamp()) if page.published_at else 0,
    )


def _texts(page: Page, language: str) -> Texts:
    title, summary, body = (as_translated(getattr(page, name)).get(language, "") for name in Page.TEXT_FIELDS)
    return Texts(title, summary, plain_words(body))


def plain_words(body: str) -> str:
    """The words of a text: prose, and what notices and captions say."""
    parts = []
    for part in parse(body).parts:
        if isinstance(part, Prose):
            parts.append(part.text)
        else:
            parts += [part.parameters.get("caption", ""), part.content]
    return "\n".join(part for part in parts if part)


def _cards(ids: Iterable[int]) -> dict[int, ResultCard]:
    return {pk: _card(page) for pk, page in live_by_id(ids).items()}


def _card(page: Page) -> ResultCard:
    route = "api:read_news" if page.kind == Kind.NEWS else "api:read_page"
    return ResultCard(
        public_id=page.public_id,
        original_language=page.original_language,
        languages=page.languages(),
        url=addresses_by_language(page.get_absolute_url),
        api_url=absolute(reverse(route, args=[page.public_id])),
    )


def _all_ids(kind: str) -> Callable[[], Iterable[int]]:
    return lambda: Page.objects.live().filter(kind=kind).order_by("pk").values_list("pk", flat=True).iterator()


def register() -> None:
    """Make pages and news findable."""
    for kind in KINDS:
        register_source(Source(kind, _documents(kind), _all_ids(kind)))
        register_cards(kind, _cards)
