"""The tables are what the models say."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.django_db


def planned() -> str:
    out = io.StringIO()
    call_command("makemigrations", dry_run=True, verbosity=1, stdout=out, no_color=True)
    return out.getvalue().strip()


def test_no_migration_is_missing() -> None:
    assert planned() == "No changes detected"


def test_language_that_is_added_needs_no_migration(settings: Any) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("zgh", "Amazigh"), ("es", "Spanish")]
    assert planned() == "No changes detected"


def test_no_two_migrations_lead_on_from_the_same_one() -> None:
    assert MigrationLoader(None).detect_conflicts() == {}
