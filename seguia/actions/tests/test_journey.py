"""The journey: kinds of step that other floors tell, the story page, the same as data; parts of a sheet's page."""

from collections.abc import Iterator, Sequence
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from seguia.actions import journey, page_parts
from seguia.actions.journey import StepTold, register_step_kind
from seguia.actions.models import JourneyStep
from seguia.actions.services.journey import record_step
from seguia.config.testing import Cast
from seguia.core.translated import Localised

pytestmark = pytest.mark.django_db


def _load(steps: Sequence[JourneyStep]) -> dict[int, str]:
    return {step.pk: step.facts["town"] for step in steps if step.facts["town"] != "gone"}


def _tell(step: JourneyStep, town: Any) -> StepTold | None:
    return StepTold(f"Taken up by {town}", "/fr/somewhere/", Localised("حديقة", "ar")) if town else None


@pytest.fixture
def told_kind() -> Iterator[None]:
    with patch.dict(journey._KINDS), patch.dict(page_parts._MAKERS):
        register_step_kind("taken_up", label="Taken up", icon="check", public=True, tell=_tell, load=_load)
        yield


def test_step_is_told_with_what_it_leads_to(cast: Cast, client: Client, told_kind: None) -> None:
    record_step(cast.arabic_action, "taken_up", facts={"town": "Lyon"})
    for path in ("", "journey/"):
        html = client.get(f"/fr/actions/{cast.arabic_action.public_id}/{path}").content.decode()
        assert "Taken up by Lyon" in html
        assert '<a href="/fr/somewhere/"><bdi lang="ar" dir="rtl">حديقة</bdi></a>' in html


def test_step_about_something_gone_is_told_by_its_label(cast: Cast, client: Client, told_kind: None) -> None:
    record_step(cast.arabic_action, "taken_up", facts={"town": "gone"})
    html = client.get(f"/fr/actions/{cast.arabic_action.public_id}/journey/").content.decode()
    assert "Taken up<" in html
    assert "somewhere" not in html


def test_steps_are_loaded_once_for_a_page(cast: Cast, told_kind: None) -> None:
    steps = [record_step(cast.arabic_action, "taken_up", facts={"town": name}) for name in ("Lyon", "gone", "Fès")]
    asked: list[int] = []
    register_step_kind(
        "taken_up", label="Taken up", icon="check", public=True, tell=_tell,
        load=lambda found: asked.append(len(found)) or _load(found),  # type: ignore[func-returns-value]
    )  # fmt: skip
    sentences = [told.sentence if told else None for _step, _kind, told in journey.told(steps)]
    assert sentences == ["Taken up by Lyon", None, "Taken up by Fès"]
    assert asked == [3]


def test_journey_as_data(cast: Cast, client: Client, told_kind: None) -> None:
    record_step(cast.arabic_action, "created", actor=cast.mayor)
    record_step(cast.arabic_action, "taken_up", facts={"town": "Lyon"}, organisation=cast.loos_town)
    answer = client.get(f"/api/v1/actions/{cast.arabic_action.public_id}/journey").json()
    (step,) = answer["steps"]
    assert step["kind"] == {"code": "taken_up", "label": "Taken up"}
    assert step["organisation"]["id"] == cast.loos_town.public_id
    assert step["sentence"] == "Taken up by Lyon"
    assert step["title"] == "حديقة"
    assert step["url"].endswith("/fr/somewhere/")


def test_journey_of_a_draft_is_for_its_people(cast: Cast, client: Client) -> None:
    address = f"/ar/actions/{cast.draft.public_id}/journey/"
    assert client.get(address).status_code == 404
    assert client.get(f"/api/v1/actions/{cast.draft.public_id}/journey").status_code == 404
    client.force_login(cast.clerk)
    assert client.get(address).status_code == 200


def test_parts_stand_on_the_page_in_their_order(cast: Cast, client: Client, told_kind: None) -> None:
    place = page_parts.Place.BELOW
    page_parts.register_page_part(_second, place=place, order=20)
    page_parts.register_page_part(_first, place=place, order=10)
    page_parts.register_page_part(lambda action, user: None, place=place)
    html = client.get(f"/fr/actions/{cast.arabic_action.public_id}/").content.decode()
    assert html.index("#first-part") < html.index("#second-part")


def _first(action: Any, user: Any) -> page_parts.Part:
    return "ui/parts/icon.html", {"name": "first-part"}


def _second(action: Any, user: Any) -> page_parts.Part:
    return "ui/parts/icon.html", {"name": "second-part"}
