"""Every test begins with full allowances: limits of attempts are counted in the cache."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()
