"""A translator beside the cast, the desk's states, and the fake services of machine translation."""

import pytest
from django.test import Client

from seguia.accounts.models import User
from seguia.config.testing import Cast, make_user
from seguia.translation.models import Translator
from seguia.translation.standing import rebuild


@pytest.fixture
def desk(cast: Cast) -> Cast:
    """The cast, with the state of every language known to the desk."""
    rebuild()
    return cast


@pytest.fixture
def translator(cast: Cast) -> User:
    """Somebody who translates into Arabic and French and belongs to no town."""
    person = make_user("translator", language="fr")
    Translator.objects.create(user=person, languages=["ar", "fr"], granted_by=cast.secretariat)
    return person


@pytest.fixture
def other_translator(cast: Cast) -> User:
    """A second one, into Arabic only."""
    person = make_user("othertranslator", language="ar")
    Translator.objects.create(user=person, languages=["ar"], granted_by=cast.secretariat)
    return person


def as_user(person: User) -> Client:
    """A browser of this person."""
    client = Client()
    client.force_login(person)
    return client
