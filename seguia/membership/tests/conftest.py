"""What the tests of this app share."""

import time

import pytest
from django.core.cache import cache

from seguia.config.testing import Cast, make_territory
from seguia.core.tests.real_database import real_database
from seguia.membership.directory.cache import EDITION
from seguia.territories.models import Kind, Territory


@pytest.fixture(autouse=True)
def nothing_kept():
    """What was kept of the directory in another test does not count."""
    cache.set(EDITION, time.time_ns(), None)


@pytest.fixture
def asilah(cast: Cast) -> Territory:
    """A town without an organisation, by the sea."""
    return make_territory(
        "hcp:5110101",
        Kind.COMMUNE,
        "MA",
        {"ar": "أصيلة", "fr": "Assilah"},
        parent=cast.north,
        region=cast.north,
        population=31_147,
        latitude="35.465",
        longitude="-6.034",
    )


__all__ = ["asilah", "nothing_kept", "real_database"]
