"""Figures and map data are made once and kept until a membership changes, at most a few minutes on other nodes."""

from django.core.cache import cache
from django.db import transaction

EDITION = "membership-directory-edition"


def edition() -> int:
    """A number that changes with the directory; part of the keys of what is kept."""
    return int(cache.get_or_set(EDITION, 1, None) or 1)


def forget_directory() -> None:
    """After COMMIT, what was kept is made anew."""
    transaction.on_commit(_next_edition)


def _next_edition() -> None:
    cache.set(EDITION, edition() + 1, None)
