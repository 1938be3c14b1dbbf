"""A network with dues: issuer and memberships of the two towns of the cast."""

import pytest

from seguia.config.testing import Cast
from seguia.dues.defaults import create_reminder_levels
from seguia.dues.models import ReminderLevel
from seguia.dues.tests.house import make_issuer, make_membership
from seguia.membership.models import Membership


@pytest.fixture
def membership(cast: Cast) -> Membership:
    """Chefchaouen, a member since 2020; the issuer and the levels of reminder are there."""
    make_issuer()
    create_reminder_levels(ReminderLevel)
    return make_membership(cast.chefchaouen_town)


@pytest.fixture
def other(cast: Cast, membership: Membership) -> Membership:
    """Loos-en-Gohelle, a member too."""
    return make_membership(cast.loos_town)
