"""Actions in the API: exact shapes, filters, nothing that is not published."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from seguia.actions.models import (
    Action,
    EvidenceSource,
    Funder,
    JourneyStep,
    Media,
    Partner,
    Result,
    Status,
    Step,
)
from seguia.config.testing import Cast, make_action
from seguia.files.models import StoredFile

SITE = "http://localhost:8000"
LIST_QUERIES = 4
"""Count, sheets with town, themes, goals."""
DETAIL_QUERIES = 12
"""The sheet, ten relations (files and top concepts among them), the journey."""


def titles(client: Client, **query: Any) -> list[str]:
    body = client.get("/api/v1/actions", query).json()
    assert body["count"] == len(body["items"])
    return [next(iter(item["title"].values())) for item in body["items"]]


def complete(action: Action, number: int = 1) -> None:
    """Give the sheet `number` rows of every kind."""
    for n in range(number):
        Step.objects.create(action=action, position=n, title={"ar": "مخطط", "fr": "Plan"}, text={"ar": "رسم"})
        Result.objects.create(
            action=action, position=n, indicator="people_reached", label={"ar": "أسر"}, value=Decimal("1200.500"),
            unit="people", year=2024, kind="measured", method={"ar": "سجل"},
        )  # fmt: skip
        Funder.objects.create(action=action, position=n, name={"ar": "الجماعة"}, kind="own", amount=Decimal("5000"))
        Partner.objects.create(action=action, position=n, name={"ar": "جمعية"}, role={"ar": "تكوين"})
        EvidenceSource.objects.create(
            action=action, position=n, title="تقرير", publisher="", url="https://example.org/"
        )
        file = StoredFile.objects.create(
            kind="picture", name="صورة.webp", content_type="image/webp", size=7, sha256="0", place=f"{action.pk}-{n}",
            renditions={"960": "b", "480": "a"}, width=1000, height=500, owner_kind="actions.action", owner_id=str(action.pk),
        )  # fmt: skip
        Media.objects.create(action=action, position=n, file=file, caption={"ar": "المكتب"}, credit="")
        JourneyStep.objects.create(
            action=action, kind="published", at=datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC), is_public=True,
            organisation=action.organisation, reason="", facts={},
        )  # fmt: skip
        JourneyStep.objects.create(
            action=action, kind="returned", at=datetime.datetime(2026, 1, 4, 9, tzinfo=datetime.UTC),
            reason="سر بين الأمانة والجماعة", reason_language="ar",
        )  # fmt: skip


def test_list_item_has_exactly_this_shape(client: Client, cast: Cast) -> None:
    body = client.get("/api/v1/actions?country=MA", headers={"accept-language": "fr"}).json()
    action = cast.arabic_action
    changed = body["items"][0].pop("changed_at")
    assert abs(datetime.datetime.fromisoformat(changed) - action.changed_at) < datetime.timedelta(milliseconds=1)
    assert body == {
        "items": [
            {
                "original_language": "ar",
                "languages": ["ar", "fr"],
                "id": action.public_id,
                "title": {"ar": action.title["ar"], "fr": "Un espace info énergie pour les habitants"},
                "summary": {"ar": "تقدم الجماعة النصح للأسر لتخفيض استهلاك الكهرباء."},
                "label": "Un espace info énergie pour les habitants",
                "organisation": {
                    "id": cast.chefchaouen_town.public_id,
                    "kind": {"code": "local-government", "label": _label(cast.chefchaouen_town.get_kind_display)},
                    "name": {"ar": "جماعة شفشاون", "fr": "Commune de Chefchaouen"},
                    "label": "Commune de Chefchaouen",
                },
                "territory": {
                    "scheme": "hcp",
                    "code": "0115101",
                    "reference": "hcp:0115101",
                    "country": "MA",
                    "name": {"ar": "شفشاون", "fr": "Chefchaouen", "en": "Chefchaouen"},
                    "label": "Chefchaouen",
                },
                "stage": {"code": "done", "label": _label(action.get_stage_display)},
                "started": None,
                "ended": None,
                "themes": [
                    {"slug": "energy", "name": {"ar": "الطاقة", "fr": "Énergie", "en": "Energy"}, "label": "Énergie"}
                ],
                "goals": [],
                "licence": {
                    "code": "CC-BY-4.0",
                    "name": "Creative Commons BY 4.0",
                    "url": "https://creativecommons.org/licenses/by/4.0/",
                },
                "published_at": "2026-01-05T09:00:00Z",
                "is_demonstration": False,
                "url": {code: f"{SITE}/{code}/actions/{action.public_id}/" for code in ("ar", "fr", "en")},
                "api_url": f"{SITE}/api/v1/actions/{action.public_id}",
            }
        ],
        "count": 1,
        "page": 1,
        "page_size": 20,
        "next": None,
    }


def _label(display: Any) -> str:
    with translation.override("fr"):
        return str(display())


def test_detail_has_everything_on_the_sheet_as_fields(client: Client, cast: Cast) -> None:
    action = cast.arabic_action
    action.cost, action.cost_currency, action.cost_year, action.started = Decimal("12000.50"), "MAD", 2019, "2014-05"
    action.contact_function, action.contact_email = {"ar": "مصلحة البيئة"}, "secret@example.org"
    action.save()
    action.places.add(cast.loos)
    complete(action)
    body = client.get(f"/api/v1/actions/{action.public_id}", headers={"accept-language": "en"}).json()
    rows = {name: body[name] for name in ("steps", "results", "funders", "partners", "sources", "media")}
    keys = {name: row[0].pop("key") for name, row in rows.items()}
    assert keys == {name: getattr(action, name).get().key for name in rows}
    file = action.media.get().file.public_id
    assert rows == {
        "steps": [{"title": {"ar": "مخطط", "fr": "Plan"}, "text": {"ar": "رسم"}}],
        "results": [
            {
                "indicator": {"code": "people_reached", "label": "people reached"},
                "name": {"ar": "أسر"},
                "value": 1200.5,
                "unit": "people",
                "year": 2024,
                "kind": {"code": "measured", "label": "measured"},
                "method": {"ar": "سجل"},
            }
        ],
        "funders": [{"name": {"ar": "الجماعة"}, "kind": {"code": "own", "label": "the town itself"}, "amount": 5000}],
        "partners": [{"name": {"ar": "جمعية"}, "role": {"ar": "تكوين"}}],
        "sources": [{"title": "تقرير", "publisher": None, "year": None, "url": "https://example.org/"}],
        "media": [
            {
                "kind": {"code": "picture", "label": "picture"},
                "name": "صورة.webp",
                "content_type": "image/webp",
                "size": 7,
                "url": f"{SITE}/files/{file}/",
                "renditions": {w: f"{SITE}/files/{file}/{w}.webp" for w in ("480", "960")},
                "width": 1000,
                "height": 500,
                "caption": {"ar": "المكتب"},
                "credit": None,
            }
        ],
    }
    assert body["cost"] == {"amount": 12000.5, "currency": "MAD", "year": 2019}
    assert (body["started"], body["contact_function"]) == ("2014-05", {"ar": "مصلحة البيئة"})
    assert [place["reference"] for place in body["places"]] == ["insee-com:62528"]
    states = {state["language"]: (state["state"]["code"], state["origin"]) for state in body["language_states"]}
    assert states == {"ar": ("original", "person"), "fr": ("partial", "person"), "en": ("missing", "person")}
    assert [(step["kind"]["code"], step["at"]) for step in body["journey"]] == [("published", "2026-01-05T09:00:00Z")]
    assert body["journey"][0]["organisation"]["id"] == cast.chefchaouen_town.public_id


def test_what_is_for_members_only_is_nowhere(client: Client, cast: Cast) -> None:
    action = cast.arabic_action
    action.contact_email = "secret@example.org"
    action.save()
    complete(action)
    client.force_login(cast.mayor)
    for address in ("/api/v1/actions", f"/api/v1/actions/{action.public_id}"):
        text = client.get(address).content.decode()
        assert action.title["ar"] in text
        assert "secret@example.org" not in text
        assert "@example.org" not in text
        assert "سر بين" not in text


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.ARCHIVED])
def test_nothing_unpublished_is_shown_to_anybody(client: Client, cast: Cast, status: str) -> None:
    hidden = cast.arabic_action
    address = f"/api/v1/actions/{hidden.public_id}"
    assert client.get(address).status_code == 200
    Action.objects.filter(pk=hidden.pk).update(status=status)
    for person in (None, cast.mayor, cast.secretariat):
        if person:
            client.force_login(person)
        assert client.get(address).status_code == 404
        assert hidden.title["ar"] not in titles(client)
        for query in ({"country": "MA"}, {"theme": "energy"}, {"territory": "iso:MA"}, {"changed_since": "2000-01-01"}):
            assert titles(client, **query) in ([], [cast.french_action.title["fr"]])


def test_identifier_may_be_typed_as_people_type(client: Client, cast: Cast) -> None:
    public_id = cast.french_action.public_id
    assert client.get(f"/api/v1/actions/{public_id.upper()}").json()["id"] == public_id


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "fr ar"),
        ({"country": "ma"}, "ar"),
        ({"country": "TN"}, ""),
        ({"theme": "waste"}, "fr"),
        ({"theme": "composting"}, "fr"),
        ({"theme": "energy"}, "ar"),
        ({"goal": "12"}, "fr"),
        ({"goal": "12.5"}, "fr"),
        ({"stage": "done"}, "fr ar"),
        ({"stage": "idea"}, ""),
        ({"language": "ar"}, "ar"),
        ({"language": "fr"}, "fr ar"),
        ({"language": "en"}, ""),
        ({"territory": "insee-com:62528"}, "fr"),
        ({"territory": "insee-reg:32"}, "fr"),
        ({"territory": "iso:MA"}, "ar"),
        ({"territory": "hcp:01"}, "ar"),
        ({"changed_since": "2000-01-01"}, "ar fr"),
        ({"changed_since": "2990-01-01T00:00:00+01:00"}, ""),
        ({"theme": "waste", "country": "MA"}, ""),
        ({"theme": "waste", "goal": "12", "language": "fr", "territory": "iso:FR"}, "fr"),
    ],
)
def test_filters_narrow_the_list(client: Client, cast: Cast, query: dict[str, str], found: str) -> None:
    by_language = {"ar": cast.arabic_action.title["ar"], "fr": cast.french_action.title["fr"]}
    assert titles(client, **query) == [by_language[code] for code in found.split()]


def test_organisation_is_a_filter(client: Client, cast: Cast) -> None:
    assert titles(client, organisation=cast.loos_town.public_id) == [cast.french_action.title["fr"]]


def test_action_that_fits_twice_is_listed_once(client: Client, cast: Cast) -> None:
    cast.french_action.themes.add(cast.waste)
    cast.french_action.goals.add(cast.goal)
    assert titles(client, theme="waste") == titles(client, goal="12") == [cast.french_action.title["fr"]]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"theme": "nothing"}, 400, "unknown_theme"),
        ({"goal": "99"}, 400, "unknown_goal"),
        ({"organisation": "zzzzzzzz"}, 400, "unknown_organisation"),
        ({"territory": "insee-com:99999"}, 400, "unknown_territory"),
        ({"territory": "nowhere"}, 400, "invalid"),
        ({"language": "de"}, 400, "unknown_language"),
        ({"country": "Maroc"}, 422, "invalid_parameter"),
        ({"stage": "finished"}, 422, "invalid_parameter"),
        ({"changed_since": "yesterday"}, 422, "invalid_parameter"),
        ({"changed_since": "0001-01-01"}, 422, "invalid_parameter"),
        ({"changed_since": "9999-12-31T23:59:59-14:00"}, 422, "invalid_parameter"),
        ({"changed_since": "2024-02-30"}, 422, "invalid_parameter"),
    ],
)
def test_filter_that_cannot_be_meant_is_refused(
    client: Client, cast: Cast, query: dict[str, str], status: int, code: str
) -> None:
    answer = client.get("/api/v1/actions", query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.json()


def test_choices_are_named_in_the_refusal(client: Client, cast: Cast) -> None:
    answer = client.get("/api/v1/actions?stage=x", headers={"accept-language": "en"})
    assert answer.json()["error"]["message"] == "“stage” can be: idea, engaged, done."


def test_harvest_by_change_sees_every_action_once_in_order(client: Client, cast: Cast) -> None:
    for number in range(5):
        make_action(cast.loos_town, {"fr": f"Fiche {number}"}, status=Status.PUBLISHED)
    address: Any = "/api/v1/actions?changed_since=2020-01-01&page_size=3"
    seen: list[dict[str, Any]] = []
    while address:
        body = client.get(address.removeprefix(SITE)).json()
        seen += body["items"]
        address = body["next"]
    assert len({item["id"] for item in seen}) == len(seen) == body["count"] == 7
    assert [item["changed_at"] for item in seen] == sorted(item["changed_at"] for item in seen)


@pytest.mark.parametrize("query", ["", "?theme=energy", "?territory=iso:MA&goal=12"])
def test_list_asks_the_same_number_of_queries_for_one_and_three(
    client: Client, cast: Cast, django_assert_num_queries: Any, query: str
) -> None:
    lookups = {"": 0, "?theme=energy": 2, "?territory=iso:MA&goal=12": 2}[query]
    cast.french_action.delete()
    cast.arabic_action.goals.add(cast.goal)
    for number in (1, 3):
        while Action.objects.published().count() < number:
            another = make_action(cast.chefchaouen_town, {"ar": "إجراء آخر"}, status=Status.PUBLISHED)
            another.themes.add(cast.energy)
            another.goals.add(cast.goal)
        with django_assert_num_queries(LIST_QUERIES + lookups):
            assert client.get(f"/api/v1/actions{query}").json()["count"] == number


def test_detail_asks_the_same_number_of_queries_for_one_row_and_three(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    complete(cast.arabic_action, 1)
    complete(cast.french_action, 3)
    for action, rows in ((cast.arabic_action, 1), (cast.french_action, 3)):
        with django_assert_num_queries(DETAIL_QUERIES):
            body = client.get(f"/api/v1/actions/{action.public_id}").json()
        assert len(body["steps"]) == len(body["media"]) == len(body["journey"]) == rows


DETAIL_QUERIES = 13
"""The sheet, ten relations (with files and top concepts), the journey."""
