"""Addresses: the same page in another language, the same list on another page or with another filter."""

from django.http import HttpRequest, QueryDict

from seguia.core.languages import language_codes

LONGEST_QUERY = 4000
"""A longer query is nonsense; the links to the other languages do not repeat it."""


def in_other_language(request: HttpRequest, language: str) -> str:
    """The address of this page in `language`; the home page of that language where pages have none."""
    first, _, rest = request.path_info.lstrip("/").partition("/")
    if first not in language_codes():
        return f"/{language}/"
    query = request.META.get("QUERY_STRING", "")
    keeps_query = bool(query) and request.method == "GET" and len(query) <= LONGEST_QUERY
    return f"/{language}/{rest}" + (f"?{query}" if keeps_query else "")


def changed_query(query: QueryDict, **changes: str | None) -> str:
    """The query string with some parameters set or (None) removed; the page number is dropped."""
    copy = query.copy()
    copy.pop("page", None)
    for name, value in changes.items():
        if value is None:
            copy.pop(name, None)
        else:
            copy[name] = value
    encoded = copy.urlencode()
    return f"?{encoded}" if encoded else "?"


def query_without(query: QueryDict, name: str, value: str) -> str:
    """The query string without one of the values of a parameter; the page number is dropped."""
    copy = query.copy()
    copy.pop("page", None)
    copy.setlist(name, [other for other in copy.getlist(name) if other != value])
    encoded = copy.urlencode()
    return f"?{encoded}" if encoded else "?"
