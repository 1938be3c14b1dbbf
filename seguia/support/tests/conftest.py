"""Who works at the help desk in the tests of this app."""

import pytest

from seguia.config.testing import Cast
from seguia.core.tests.real_database import real_database
from seguia.support.tests.desk import HelpDesk, make_desk


@pytest.fixture
def desk(cast: Cast) -> HelpDesk:
    """Two advisers, and a request of Chefchaouen that waits."""
    return make_desk(cast)


__all__ = ["desk", "real_database"]
