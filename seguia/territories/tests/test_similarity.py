"""Towns like mine: the fast comparison is the plain one, what is unknown is not guessed, and people are told why."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from seguia.config.testing import Cast, make_territory
from seguia.core.errors import Invalid
from seguia.territories.models import Kind, Territory
from seguia.territories.similarity import Criterion, Place, Weights, likeness_of, nearest
from seguia.territories.similarity.pages import like_places, why_alike
from seguia.territories.similarity.profiles import forget_profiles, profiles_of
from seguia.territories.similarity.resemblance import STRANGER, compared
from seguia.territories.tests.places import made_up_places, plainly_nearest

OASIS = {"country": "MA", "name": {"ar": "زاكورة", "fr": "Zagora"}, "traits": ["arid", "oasis", "tourism", "urban"]}


@pytest.fixture(autouse=True)
def fresh_profiles() -> None:
    forget_profiles()


def town(code: str, **fields: Any) -> Territory:
    return make_territory(f"hcp:{code}", Kind.COMMUNE, fields.pop("country", "MA"), fields.pop("name"), **fields)


@pytest.mark.parametrize("seed", range(4))
def test_nearest_are_those_of_the_plain_comparison(seed: int) -> None:
    rows = made_up_places(300, seed)
    priorities = {row.pk: {"theme:waste": 1.0 + row.pk % 3, f"goal:{row.pk % 4}": 2.0} for row in rows[::5]}
    profiles = profiles_of(rows, priorities)
    for row in rows[::37]:
        wanted = plainly_nearest(rows, row, priorities, Weights(), 20)
        found = nearest(profiles, row.pk)
        assert [match.likeness for match in found] == pytest.approx([value for _, value in wanted], abs=1e-5)
        certain = {identifier for identifier, value in wanted if value > wanted[-1][1] + 1e-5}
        assert certain <= {match.territory_id for match in found}


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(list(Criterion)), st.integers(0, 3)))
def test_likeness_is_a_share_and_the_same_both_ways(chosen: dict[Criterion, int]) -> None:
    weights = Weights({criterion: float(chosen.get(criterion, 1)) for criterion in Criterion})
    rows = made_up_places(40)
    profiles = profiles_of(rows, {})
    for match in nearest(profiles, rows[0].pk, weights, most=40) if weights.total else []:
        assert 0 <= match.likeness <= 1
        back = compared(profiles, match.territory_id, rows[0].pk, weights)
        assert back is not None
        assert back.likeness == pytest.approx(match.likeness, abs=1e-5)


def test_what_is_unknown_is_not_guessed_but_lowers_the_confidence() -> None:
    profiles = profiles_of([Place(1, "MA", 35_000, 20, ["oasis", "arid"]), Place(2, "MA"), Place(3, "MA", 35_000)], {})
    by_id = {match.territory_id: match for match in nearest(profiles, 1)}
    assert by_id[2].parts == {}
    assert (by_id[2].confidence, by_id[2].likeness) == (0.0, STRANGER)
    assert set(by_id[3].parts) == {Criterion.SIZE}
    assert by_id[3].parts[Criterion.SIZE] == pytest.approx(1.0)
    assert STRANGER < by_id[3].likeness < 1.0


def test_a_rare_trait_tells_more_than_a_frequent_one() -> None:
    rows = [Place(number, "FR", 5_000, None, ["river"]) for number in range(10, 60)]
    rows += [
        Place(1, "MA", 5_000, None, ["oasis", "river"]),
        Place(2, "TN", 5_000, None, ["oasis"]),
        Place(3, "FR", 5_000, None, ["river"]),
    ]
    matches = {match.territory_id: match for match in nearest(profiles_of(rows, {}), 1, most=60)}
    assert matches[2].likeness > matches[3].likeness


def test_weights_decide_what_counts() -> None:
    rows = [
        Place(1, "MA", 10_000, None, ["oasis"]),
        Place(2, "MA", 900_000, None, ["oasis"]),
        Place(3, "MA", 10_000, None, ["coast"]),
    ]
    profiles = profiles_of(rows, {})
    only = dict.fromkeys(Criterion, 0.0)
    assert nearest(profiles, 1, Weights({**only, Criterion.SIZE: 1.0}))[0].territory_id == 3
    assert nearest(profiles, 1, Weights({**only, Criterion.NATURE: 1.0}))[0].territory_id == 2


def test_equal_places_come_in_a_fixed_order() -> None:
    rows = [Place(number, "MA", 1_000, None, ["coast"]) for number in (5, 3, 9, 1, 7)]
    assert [match.territory_id for match in nearest(profiles_of(rows, {}), 5, most=3)] == [1, 3, 7]


def test_countries_narrow() -> None:
    rows = made_up_places(50)
    profiles = profiles_of(rows, {})
    countries = {row.pk: row.country for row in rows}
    assert {countries[match.territory_id] for match in nearest(profiles, 1, countries=["TN"])} == {"TN"}


def test_likeness_for_the_search_says_nothing_of_what_it_does_not_know() -> None:
    likeness = likeness_of(profiles_of(made_up_places(10), {}), 1)
    assert likeness is not None
    same, stranger, other = likeness([1, 999, 2])
    assert same == 1.0
    assert stranger is None
    assert other is not None
    assert likeness([]) == []
    assert likeness_of(profiles_of([], {}), 1) is None


def test_reasons_are_told(cast: Cast) -> None:
    other = town(
        "9990101", name={"ar": "إفران", "fr": "Ifrane"}, population=40_000, traits=["mountain", "tourism", "urban"]
    )
    reasons = {reason.criterion.value: reason.text for reason in why_alike(cast.chefchaouen, [other])[other.pk]}
    assert reasons["nature"] == "both: mountain"
    assert reasons["visitors"] == "both: tourism"
    assert "40,000" in reasons["size"]


def test_what_towns_work_on_counts(cast: Cast) -> None:
    place = like_places(cast.loos, Weights(), most=5)[0]
    assert place.territory == cast.chefchaouen
    assert place.match.parts[Criterion.PRIORITIES] == 0.0
    cast.arabic_action.themes.add(cast.composting)
    forget_profiles()
    assert like_places(cast.loos, Weights(), most=5)[0].match.parts[Criterion.PRIORITIES] > 0.3


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_pages_show_towns_like_one(cast: Cast, client: Client, language: str) -> None:
    town("4710101", **OASIS, population=40_000)
    page = client.get(f"/{language}/territories/hcp/0115101/").content.decode()
    assert f"/{language}/territories/hcp/4710101/" in page
    page = client.get(f"/{language}/territories/hcp/0115101/like/").content.decode()
    assert f"/{language}/territories/hcp/4710101/" in page


def test_page_weighs_as_asked_and_narrows_to_a_country(cast: Cast, client: Client) -> None:
    town("4710101", **OASIS, population=40_000)
    only_size = "size=3&density=0&nature=0&climate=0&settlement=0&visitors=0&priorities=0&languages=0&budget=0"
    found = client.get(f"/en/territories/insee-com/62528/like/?{only_size}").context["like_places"]
    assert [place.match.parts.keys() for place in found] == [{Criterion.SIZE}] * 2
    found = client.get("/en/territories/insee-com/62528/like/?where=FR").context["like_places"]
    assert found == []


@pytest.mark.parametrize(
    "query",
    [
        "size=4",
        "size=x",
        "nature=-1",
        "size=0&density=0&nature=0&climate=0&settlement=0&visitors=0&priorities=0&languages=0&budget=0",
    ],
)
def test_weights_that_are_none_are_refused(cast: Cast, client: Client, query: str) -> None:
    assert client.get(f"/en/territories/hcp/0115101/like/?{query}").status_code == 400
    with pytest.raises(Invalid):
        Weights.from_query(dict(pair.split("=") for pair in query.split("&")))


def test_place_that_is_not_there_has_no_page(cast: Cast, client: Client) -> None:
    assert client.get("/en/territories/hcp/0000000/like/").status_code == 404


def test_region_has_no_towns_like_it(cast: Cast, client: Client) -> None:
    assert client.get("/en/territories/hcp/01/like/").context["like_places"] == []


@pytest.mark.parametrize("others", [1, 3])
def test_page_takes_a_fixed_number_of_queries(
    cast: Cast, client: Client, others: int, django_assert_num_queries: Any
) -> None:
    for number in range(others):
        town(f"471010{number}", **OASIS, population=40_000 + number)
    client.get("/en/territories/hcp/0115101/like/")
    with django_assert_num_queries(3):
        client.get("/en/territories/hcp/0115101/like/")


def test_api_says_how_like_and_why(cast: Cast, client: Client) -> None:
    town("4710101", **OASIS, population=40_000)
    items = client.get("/api/v1/territories/hcp/0115101/like?country=1&where=ma&locale=en").json()["items"]
    assert [item["territory"]["code"] for item in items] == ["4710101"]
    assert 0 < items[0]["likeness"] < 1
    assert items[0]["parts"]["country"] == 1.0
    assert {"criterion": "visitors", "text": "both: tourism"} in items[0]["reasons"]
    assert client.get("/api/v1/territories/hcp/0115101/like?size=9").status_code == 422
