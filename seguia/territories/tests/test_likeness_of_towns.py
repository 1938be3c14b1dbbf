"""Climate, languages and budget in the comparison; the town's own word; and the demonstration's towns explained."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import seguia
from seguia.config.testing import Cast
from seguia.territories.importers import import_territories
from seguia.territories.importers.plain_csv import CsvSource
from seguia.territories.models import SPOKEN_LANGUAGES, Climate, Territory, TownProfile, spoken_name
from seguia.territories.similarity import Criterion, Place, Weights, nearest
from seguia.territories.similarity.criteria import NEIGHBOURS
from seguia.territories.similarity.pages import why_alike
from seguia.territories.similarity.profiles import current_profiles, forget_profiles, profiles_of
from seguia.territories.similarity.resemblance import STRANGER, compared

DEMONSTRATION = Path(seguia.__path__[0]) / "portal" / "demo"
NONE = dict.fromkeys(Criterion, 0.0)


@pytest.fixture(autouse=True)
def fresh_profiles() -> None:
    forget_profiles()


def parts(one: Place, other: Place) -> dict[Criterion, float]:
    """Of two places, both ways, which must be the same."""
    profiles = profiles_of([one, other], {})
    there, back = compared(profiles, one.pk, other.pk), compared(profiles, other.pk, one.pk)
    assert there is not None
    assert back is not None
    assert there.parts == back.parts
    assert there.likeness == pytest.approx(back.likeness)
    return there.parts


@pytest.mark.parametrize(
    ("one", "other", "worth"),
    [
        (Climate.MEDITERRANEAN, Climate.MEDITERRANEAN, 1.0),
        (Climate.SEMI_ARID, Climate.DESERT, 0.5),
        (Climate.MEDITERRANEAN, Climate.DESERT, 0.0),
        (Climate.SUBTROPICAL, Climate.SUBTROPICAL, 1.0),
        ("", Climate.DESERT, None),
        ("", "", None),
    ],
)
def test_climates_are_the_same_next_to_one_another_or_not(one: str, other: str, worth: float | None) -> None:
    found = parts(Place(1, "MA", climate=one), Place(2, "FR", climate=other))
    assert found.get(Criterion.CLIMATE) == worth


def test_every_climate_that_is_next_to_another_exists() -> None:
    assert all(len(pair) == 2 and pair <= set(Climate) for pair in NEIGHBOURS)


def test_a_rare_language_tells_more_than_a_frequent_one() -> None:
    rows = [Place(number, "FR", spoken_languages=["fr"]) for number in range(10, 60)]
    rows += [
        Place(1, "MA", spoken_languages=["fr", "zgh"]),
        Place(2, "DZ", spoken_languages=["zgh"]),
        Place(3, "FR", spoken_languages=["fr"]),
        Place(4, "FR"),
    ]
    found = {match.territory_id: match for match in nearest(profiles_of(rows, {}), 1, most=60)}
    assert found[2].parts[Criterion.LANGUAGES] > found[3].parts[Criterion.LANGUAGES] > 0
    assert Criterion.LANGUAGES not in found[4].parts


@pytest.mark.parametrize(
    ("amount", "currency", "year", "worth"),
    [
        (1_000, "MAD", 2025, 1.0),
        (2_000, "MAD", 2025, 0.5),
        (500, "MAD", 2020, 0.5),
        (1_000, "EUR", 2025, None),
        (1_000, "MAD", 2019, None),
        (None, "", None, None),
    ],
)
def test_budgets_are_compared_within_one_currency_and_a_few_years(
    amount: float | None, currency: str, year: int | None, worth: float | None
) -> None:
    mine = Place(1, "MA", budget_per_inhabitant=1_000, budget_currency="MAD", budget_year=2025)
    theirs = Place(2, "MA", budget_per_inhabitant=amount, budget_currency=currency, budget_year=year)
    found = parts(mine, theirs).get(Criterion.BUDGET)
    assert found == (None if worth is None else pytest.approx(worth, abs=1e-5))


def test_what_is_not_known_lowers_the_confidence_and_is_not_guessed() -> None:
    full = {"climate": "desert", "spoken_languages": ["ar"], "budget_per_inhabitant": 900, "budget_currency": "MAD"}
    rows = [Place(1, "MA", 9_000, budget_year=2025, **full), Place(2, "MA", 9_000, budget_year=2025, **full)]
    rows += [Place(3, "MA", 9_000), Place(4, "MA")]
    found = {match.territory_id: match for match in nearest(profiles_of(rows, {}), 1)}
    assert found[2].confidence > found[3].confidence > found[4].confidence == 0
    assert found[2].likeness > found[3].likeness > found[4].likeness == STRANGER
    assert set(found[3].parts) == {Criterion.SIZE}


def test_alike_only_in_what_is_unknown_comes_by_identifier() -> None:
    rows = [Place(number, "MA", climate="desert") for number in (5, 3, 9, 1)] + [Place(2, "MA")]
    weights = Weights({**NONE, Criterion.CLIMATE: 1.0})
    assert [match.territory_id for match in nearest(profiles_of(rows, {}), 5, weights)] == [1, 3, 9, 2]


def test_weight_of_nought_takes_a_criterion_out() -> None:
    rows = [Place(1, "MA", 9_000, climate="desert"), Place(2, "MA", 9_000, climate="oceanic")]
    weights = Weights({**NONE, Criterion.SIZE: 1.0})
    [match] = nearest(profiles_of(rows, {}), 1, weights)
    assert (match.likeness, match.confidence, set(match.parts)) == (1.0, 1.0, {Criterion.SIZE})


def test_the_towns_own_word_counts_before_the_register(cast: Cast) -> None:
    Territory.objects.filter(pk=cast.chefchaouen.pk).update(climate="desert", spoken_languages=["ar"])
    TownProfile.objects.create(territory=cast.chefchaouen, climate="mediterranean", words={})
    Territory.objects.filter(pk=cast.loos.pk).update(climate="mediterranean", spoken_languages=["ar", "fr"])
    found = {reason.criterion: reason.text for reason in why_alike(cast.chefchaouen, [cast.loos])[cast.loos.pk]}
    assert found[Criterion.CLIMATE] == "both: Mediterranean climate"
    assert found[Criterion.LANGUAGES] == "spoken in both: Arabic"


def test_chefchaouen_and_a_french_mountain_town_are_explained(db: None) -> None:
    """With the towns of the demonstration: what they share, and nothing they do not."""
    import_territories(CsvSource(DEMONSTRATION))
    chefchaouen = Territory.objects.get(scheme="hcp", code="1510101")
    chamonix = Territory.objects.get(scheme="insee-com", code="74056")
    autrans = Territory.objects.get(scheme="insee-com", code="38225")
    why = why_alike(chefchaouen, [chamonix, autrans])
    texts = [reason.text for reason in why[chamonix.pk]]
    assert {"both: mountain", "both: tourism", "spoken in both: French"} <= set(texts)
    assert not any("climate" in text or "size" in text for text in texts)
    assert "both: forest, mountain" in [reason.text for reason in why[autrans.pk]]
    in_france = nearest(current_profiles(), chefchaouen.pk, most=8, countries=["FR"])
    assert {chamonix.pk, autrans.pk} & {match.territory_id for match in in_france}
    assert nearest(current_profiles(), chefchaouen.pk, most=1)[0].confidence > 0.7


def test_every_commune_of_the_demonstration_has_its_climate_and_languages(db: None) -> None:
    import_territories(CsvSource(DEMONSTRATION))
    communes = Territory.objects.filter(kind__in=["commune", "arrondissement"])
    assert communes.count() == 141
    assert not communes.filter(climate="").exists()
    assert all(town.spoken_languages for town in communes)
    assert not Territory.objects.exclude(budget_per_inhabitant=None).exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_language_has_a_name_in_the_languages_of_the_network(language: str, client: Client) -> None:
    from django.utils import translation  # noqa: PLC0415 -- only here

    with translation.override(language):
        names = [spoken_name(code) for code in SPOKEN_LANGUAGES]
    assert all(name and name not in SPOKEN_LANGUAGES for name in names)
    assert len(set(names)) == len(SPOKEN_LANGUAGES)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_page_tells_how_much_is_known_and_offers_every_weight(cast: Cast, client: Client, language: str) -> None:
    response = client.get(f"/{language}/territories/hcp/0115101/like/?climate=3&languages=0&budget=1")
    page = response.content.decode()
    assert all(f'name="{criterion.value}"' in page for criterion in Criterion)
    assert response.context["like_places"][0].known_percent < 100


def test_api_tells_register_and_town_apart(cast: Cast, client: Client, django_assert_num_queries: Any) -> None:
    Territory.objects.filter(pk=cast.chefchaouen.pk).update(climate="desert", climate_source="HCP")
    word = {"climate": {"by": "town", "on": "2026-03-01"}}
    TownProfile.objects.create(territory=cast.chefchaouen, climate="mediterranean", words=word)
    body = client.get("/api/v1/territories/hcp/0115101?locale=en").json()
    assert (body["climate"]["code"], body["climate_source"], body["told"]["climate"]["code"]) == (
        "desert", "HCP", "mediterranean",
    )  # fmt: skip
    assert body["told"]["words"] == {
        "climate": {"by": {"code": "town", "label": "told by the town"}, "on": "2026-03-01"}
    }
    assert (body["budget"], body["spoken_languages"]) == (None, [])
    with django_assert_num_queries(2):
        assert client.get("/api/v1/territories?country=MA").json()["count"] == 3
    assert client.get("/api/v1/territories/insee-com/62528").json()["told"] is None
    items = client.get("/api/v1/territories/hcp/0115101/like?climate=3&budget=2&languages=1").json()["items"]
    assert items[0]["confidence"] < 1


def test_list_of_a_trait_follows_the_towns_word(cast: Cast, client: Client) -> None:
    TownProfile.objects.create(territory=cast.chefchaouen, traits=["oasis"], words={})
    TownProfile.objects.create(territory=cast.loos, climate="oceanic", words={})

    def towns(trait: str) -> list[str]:
        items = client.get(f"/api/v1/territories?kind=commune&trait={trait}").json()["items"]
        return sorted(item["code"] for item in items)

    assert (towns("oasis"), towns("mountain"), towns("urban")) == (["0115101"], [], ["62528"])
