"""Loading the demonstration network: once, in one go, through the product's own importer and checks."""

import datetime
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from seguia.actions import content as sheets
from seguia.actions.models import Action, Status
from seguia.actions.services.journey import record_step
from seguia.actions.services.writing import ensure_version
from seguia.core.identifiers import public_id_for
from seguia.core.languages import language_codes
from seguia.core.translation_state import fingerprint
from seguia.dues.demo import create_demo_dues
from seguia.exchange.demo import create_demo_exchange
from seguia.library.demo import create_demo_library
from seguia.mandates.demo import create_demo_mandates
from seguia.membership.demo import create_demo_members
from seguia.membership.demo_towns import create_demo_town_profiles
from seguia.membership.models import Organisation, OrganisationKind
from seguia.membership.naming import local_government_name
from seguia.newsletter.demo import create_demo_newsletter
from seguia.pages.demo import create_demo_pages
from seguia.portal.demo.notices import create_demo_notices
from seguia.portal.demo.people import create_people
from seguia.portal.demo.sheets import ConceptFinder, Raw, content_of, raw_sheets
from seguia.portal.desk.demo import create_demo_desk
from seguia.questions.demo import create_demo_questions
from seguia.replication.demo import create_demo_replication
from seguia.search.changes import mark_many_changed
from seguia.support.demo import create_demo_support
from seguia.territories.importers import import_territories
from seguia.territories.importers.plain_csv import CsvSource
from seguia.territories.models import Kind, Territory
from seguia.translation.demo import create_demo_translations
from seguia.vocabulary.models import Concept

FOLDER = Path(__file__).parent
FIRST_DAY = datetime.datetime(2024, 3, 4, 9, tzinfo=datetime.UTC)
DAYS = 940
"""The sheets were published within this many days."""


class DemonstrationFaulty(Exception):
    """A file of the demonstration does not load; says which row and why."""


def is_loaded() -> bool:
    """Whether the demonstration is in the database."""
    return Action.objects.filter(is_demonstration=True).exists()


def load_demonstration(progress: Callable[[int], None] | None = None) -> int:
    """Towns, organisations, sheets, people; returns the number of sheets. Loads all or nothing."""
    report = import_territories(CsvSource(FOLDER))
    if report.faults:
        raise DemonstrationFaulty("; ".join(map(str, report.faults[:20])))
    concepts = ConceptFinder(
        {c.slug: [name for code in language_codes() for name in c.labels(code)] for c in Concept.objects.all()}
    )
    with transaction.atomic():
        organisations = _create_organisations()
        actions = []
        for raw in raw_sheets():
            actions.append(_create_action(raw, organisations, concepts))
            if progress:
                progress(1)
        create_people()
        create_demo_members()
        create_demo_town_profiles()
        create_demo_mandates()
        create_demo_dues()
        create_demo_translations()
        create_demo_notices()
        create_demo_newsletter()
        create_demo_desk()
        create_demo_pages()
        create_demo_questions()
        create_demo_replication()
        create_demo_library()
        create_demo_exchange()
        create_demo_support()
        mark_many_changed(("action", action.pk) for action in actions)
    return len(actions)


def _create_organisations() -> dict[str, Organisation]:
    """A town hall for every commune, and for every other territory that owns a sheet; by reference."""
    owners = {raw["town"] for raw in raw_sheets()}
    found = {}
    for territory in Territory.objects.current():
        if territory.kind == Kind.COMMUNE or territory.reference in owners:
            found[territory.reference], _ = Organisation.objects.get_or_create(
                territory=territory,
                defaults={
                    "kind": OrganisationKind.LOCAL_GOVERNMENT,
                    "name": local_government_name(territory),
                    "public_id": public_id_for(territory.reference),
                    "is_demonstration": True,
                },
            )
    return found


def _create_action(raw: Raw, organisations: dict[str, Organisation], concepts: ConceptFinder) -> Action:
    published = _moment_of(raw["key"])
    action = Action(
        public_id=public_id_for(raw["key"]),
        organisation=organisations[raw["town"]],
        original_language=raw["original_language"],
        status=Status.PUBLISHED,
        version=1,
        published_at=published,
        is_demonstration=True,
    )
    sheets.apply(action, sheets.validate(content_of(raw, concepts)))
    _note_translations(action, raw)
    action.save()
    ensure_version(action)
    _tell_journey(action, raw, published)
    return action


def _moment_of(key: str) -> datetime.datetime:
    """A day of publication that is the same at every load."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big")
    return FIRST_DAY + datetime.timedelta(days=number % DAYS, minutes=number % 480)


def _note_translations(action: Action, raw: Raw) -> None:
    """Translations are of the present original, except in the languages listed as out of date."""
    for language in raw["title"]:
        if language == action.original_language:
            continue
        keys = [key for key, texts in action.translatable_texts().items() if texts.get(language)]
        action.note_translations(language, keys)
        if language in raw.get("outdated", []):
            notes: dict[str, dict[str, Any]] = action.translation_notes[language]
            for key in ("summary", "done"):
                notes[key]["from"] = fingerprint(f"earlier wording of {key}")


def _tell_journey(action: Action, raw: Raw, published: datetime.datetime) -> None:
    hours = datetime.timedelta(hours=1)
    record_step(action, "created", at=published - 300 * hours)
    record_step(action, "submitted", at=published - 72 * hours)
    record_step(action, "published", at=published)
    for number, language in enumerate(code for code in raw["title"] if code != action.original_language):
        record_step(action, "translated", at=published + (500 + 90 * number) * hours, facts={"language": language})
