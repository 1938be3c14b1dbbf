"""What is asked of the search page, read from an address and checked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.search.index.schema import FACETS

SORTS = ("relevance", "newest", "population")
PAGE_SIZE, MOST_PER_PAGE, DEEPEST = 20, 100, 10_000
MOST_FILTERS = 60
PARAMETERS = {"language": "lang"}
"""Facets whose name in the address differs."""
_CODE = re.compile(r"[\w.:\-]{1,60}")


class Parameters(Protocol):
    """The part of a query string that is read here (Django's QueryDict)."""

    def get(self, key: str, default: str, /) -> str | None: ...
    def getlist(self, key: str, /) -> list[str]: ...


@dataclass(frozen=True)
class SearchRequest:
    """Words, reader's language, filters by facet (any of the values of one facet, all facets together), order, page, place."""

    query: str = ""
    language: str = "fr"
    filters: dict[str, list[str]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1
    page_size: int = PAGE_SIZE
    kinds: tuple[str, ...] = ("action",)
    is_literal: bool = False
    """Only the words as they were typed: no translation, no synonym, no slip mended."""
    like: str = ""
    """Reference of the reader's place (`hcp:1510101`): towns like it come first."""

    @classmethod
    def from_query(cls, parameters: Parameters, language: str) -> "SearchRequest":
        """Read `?q=&theme=&…&sort=&page=&page_size=&words=typed&like=`. Raises `Invalid` and says which parameter is wrong."""
        sort = parameters.get("sort", "") or "relevance"
        if sort not in SORTS:
            raise Invalid(_("“sort” can be: %(choices)s.") % {"choices": ", ".join(SORTS)}, code="bad_sort")
        page_size = whole_number(parameters.get("page_size", ""), "page_size", PAGE_SIZE, MOST_PER_PAGE)
        page = whole_number(parameters.get("page", ""), "page", 1, DEEPEST)
        if page * page_size > DEEPEST:
            raise Invalid(
                _("Only the first %(most)s results can be paged through. Add a word or a filter to find what you need.")
                % {"most": DEEPEST},
                code="too_deep",
            )
        query, like = parameters.get("q", "") or "", parameters.get("like", "") or ""
        if like and not _CODE.fullmatch(like):
            raise Invalid(_("“like” must be the code of a place, such as hcp:1510101."), code="bad_place")
        return cls(
            query,
            language,
            _filters(parameters),
            sort,
            page,
            page_size,
            is_literal=parameters.get("words", "") == "typed",
            like=like,
        )

    def __post_init__(self) -> None:
        """Whoever asks from code is held to the same bounds as an address."""
        if self.page < 1 or self.page_size < 1 or self.sort not in SORTS:
            raise Invalid(_("This page of results does not exist."), code="bad_page")

    @property
    def offset(self) -> int:
        """Results before this page."""
        return (self.page - 1) * self.page_size


def whole_number(written: str | None, name: str, default: int, most: int) -> int:
    """A number from 1 to `most`; raises `Invalid`."""
    if not written:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", written) or not 1 <= int(written) <= most:
        raise Invalid(
            _("“%(name)s” must be a whole number from 1 to %(most)s.") % {"name": name, "most": most}, code="bad_number"
        )
    return int(written)


def parameter_of(facet: str) -> str:
    """Name of a facet in the address."""
    return PARAMETERS.get(facet, facet)


def _filters(parameters: Parameters) -> dict[str, list[str]]:
    filters = {}
    for facet in FACETS:
        values = list(dict.fromkeys(value for value in parameters.getlist(parameter_of(facet)) if value))
        _check_values(values, facet)
        if values:
            filters[facet] = values
    if sum(map(len, filters.values())) > MOST_FILTERS:
        raise Invalid(_("At most %(most)s filters can be combined.") % {"most": MOST_FILTERS}, code="too_many_filters")
    return filters


def _check_values(values: Iterable[str], facet: str) -> None:
    for value in values:
        if not _CODE.fullmatch(value):
            raise Invalid(
                _("The filter “%(name)s” has a value that cannot be a code.") % {"name": parameter_of(facet)},
                code="bad_filter",
            )
