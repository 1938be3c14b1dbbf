"""The demonstration's replications: what they name is there, and every kind of end is among them."""

import json
from pathlib import Path

import pytest

from seguia.config.testing import Cast, make_action
from seguia.core.identifiers import public_id_for
from seguia.membership.models import Organisation
from seguia.replication.demo import create_demo_replication
from seguia.replication.demo_texts import PLANS
from seguia.replication.models import Consent, Replication

FOLDER = Path(__file__).parents[2] / "portal" / "demo" / "actions"


def test_every_sheet_that_is_named_is_in_the_demonstration() -> None:
    lines = [line for file in FOLDER.glob("*.jsonl") for line in file.read_text(encoding="utf-8").splitlines()]
    keys = {json.loads(line)["key"] for line in lines if line.strip()}
    assert {key for plan in PLANS for key in (plan.source, plan.own) if key} <= keys


def test_all_kinds_of_end_and_all_languages_are_there() -> None:
    assert {plan.stages[-1][0] for plan in PLANS} == {"planned", "under_way", "done", "abandoned"}
    assert {plan.consent for plan in PLANS} >= {Consent.CONFIRMED, Consent.REFUSED, Consent.WAITING, Consent.NONE}
    assert {plan.language for plan in PLANS} == {"ar", "fr", "en"}
    assert len(PLANS) >= 12


@pytest.mark.django_db
def test_created_once_from_what_is_there(cast: Cast) -> None:
    Organisation.objects.update(is_demonstration=True)
    make_action(
        cast.chefchaouen_town,
        {"ar": "مركز معلومات الطاقة"},
        status="published",
        public_id=public_id_for("ma-chefchaouen-energy-desk"),
    )
    create_demo_replication()
    create_demo_replication()
    plan = Replication.objects.get()
    assert (plan.organisation, plan.stage, plan.is_linked) == (cast.loos_town, "under_way", True)
    assert plan.results.count() == 1
    assert plan.source_action.journey.filter(kind="replicated").count() == 1
