"""For whom each address is: one table, read by the test that visits every route in every role.

A route that is not named here fails the build (`tests/architecture/test_routes.py`). The table does not give rights; the
permissions of each app do. It says what they must come to.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from django.urls import URLPattern, URLResolver


class Who(StrEnum):
    """For whom an address is."""

    PUBLIC = "public"
    """Everybody; also addresses that hold a secret of their own, which is the right to use them."""
    SIGNED_IN = "signed-in"
    """Whoever has an account."""
    ORGANISATION = "organisation"
    """The people of the organisation the thing belongs to, and the secretariat."""
    SECRETARIAT = "secretariat"
    MACHINE = "machine"
    """Machines that know a secret: nobody in a browser."""
    DEMONSTRATION = "demonstration"
    """Only where the demonstration runs."""


def named_routes(patterns: Iterable[URLPattern | URLResolver], spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Names of all routes, with their spaces: `portal:desk`. Routes without a name (the API's second spelling with a
    slash) lead to the same views as those that have one."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from named_routes(pattern.url_patterns, inner)
        elif pattern.name:
            yield ":".join((*spaces, pattern.name))
