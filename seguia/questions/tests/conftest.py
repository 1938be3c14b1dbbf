"""A second town for the tests: one that did something similar."""

import datetime

import pytest

from seguia.accounts.models import User
from seguia.config.testing import Cast, make_territory, make_user
from seguia.membership.models import Organisation, OrganisationKind, Representation, Role


@pytest.fixture
def peer(cast: Cast) -> User:
    """The clerk of Figuig, which did something similar."""
    names = {"ar": "فجيج", "fr": "Figuig"}
    place = make_territory("hcp:2650301", "commune", "MA", names, parent=cast.north, region=cast.north)
    town = Organisation.objects.create(
        kind=OrganisationKind.LOCAL_GOVERNMENT, name={"ar": "جماعة فجيج", "fr": "Commune de Figuig"}, territory=place
    )
    person = make_user("figuig", language="ar")
    since = datetime.date(2020, 1, 1)
    Representation.objects.create(user=person, organisation=town, role=Role.EDITOR, since=since)
    return person
