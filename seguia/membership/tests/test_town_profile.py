"""The profile of a town: who may say what it is like, what counts, that nobody is overwritten, and what is shown."""

import datetime
import threading
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from seguia.audit.models import AuditEvent
from seguia.config.testing import Cast, make_cast, make_user
from seguia.core.errors import Conflict, Refused
from seguia.core.tests.real_database import at_once
from seguia.membership.models import Organisation, Representation
from seguia.membership.services import town_profiles
from seguia.membership.services.town_profiles import save_town_profile
from seguia.search.models import Change
from seguia.territories.models import FACTS, Territory, TownProfile, Voice

ADDRESS = "/en/territories/hcp/0115101/profile/"
BUDGET = {
    "budget_per_inhabitant": "1650",
    "budget_currency": "mad",
    "budget_year": "2025",
    "budget_source": "الحساب الإداري 2025",
}


def form(**more: Any) -> dict[str, Any]:
    """What the page sends when nothing was touched: the register's traits, the country's currency."""
    sent = {"traits": ["mountain", "tourism", "urban"], "budget_currency": "MAD", "version": "0", "form_key": "p" * 24}
    return {**sent, **more}


def told(**more: Any) -> dict[str, Any]:
    """What the service is given."""
    empty = TownProfile()
    return {column: getattr(empty, column) for columns in FACTS.values() for column in columns} | more


def profile_of(territory: Territory) -> TownProfile | None:
    return TownProfile.objects.filter(territory=territory).first()


@pytest.mark.parametrize(
    ("role", "status"),
    [("mayor", 200), ("clerk", 200), ("secretariat", 200), ("loos_mayor", 403), ("stranger", 403), (None, 302)],
)
def test_who_may_say_what_the_town_is_like(role: str | None, status: int, client: Client, cast: Cast) -> None:
    if role:
        client.force_login(getattr(cast, role))
    assert client.get(ADDRESS).status_code == status
    answer = client.post(ADDRESS, form(climate="desert"))
    assert answer.status_code == (302 if status == 200 else 403)
    assert (profile_of(cast.chefchaouen) is not None) == (status == 200)


def test_billing_contact_and_former_editor_say_nothing(cast: Cast) -> None:
    billing, former = make_user("billing"), make_user("former")
    Representation.objects.create(user=billing, organisation=cast.chefchaouen_town, role="billing")
    Representation.objects.create(
        user=former, organisation=cast.chefchaouen_town, role="editor", since="2020-01-01", until="2021-01-01"
    )
    association = Organisation.objects.create(kind="association", name={"ar": "جمعية"}, territory=cast.chefchaouen)
    Representation.objects.create(user=cast.stranger, organisation=association, role="representative")
    for user in (billing, former, cast.stranger):
        with pytest.raises(Refused):
            save_town_profile(user=user, territory=cast.chefchaouen, version=0, told=told(climate="desert"))


def test_only_what_differs_from_the_register_is_the_towns_word(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    languages = {"languages": ["ar", "es"], "further_languages": ["mey"]}
    assert client.post(ADDRESS, form(climate="mediterranean", **languages, **BUDGET)).status_code == 302
    profile = TownProfile.objects.get()
    assert profile.told == ["climate", "spoken_languages", "budget"]
    assert (profile.traits, profile.spoken_languages, profile.version) == ([], ["ar", "es", "mey"], 1)
    assert (profile.budget_per_inhabitant, profile.budget_currency) == (Decimal(1650), "MAD")
    word = profile.word("climate")
    assert word is not None
    assert (word.by, word.on) == (Voice.TOWN, datetime.datetime.now(tz=datetime.UTC).date())
    event = AuditEvent.objects.get(code="membership.town_profile.saved")
    assert event.facts == {"territory": "hcp:0115101", "facts": ["climate", "spoken_languages", "budget"]}
    last = Change.objects.order_by("-pk")[0]
    assert (last.kind, last.object_id) == ("territory", cast.chefchaouen.pk)


def test_nothing_new_writes_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.mayor)
    assert client.post(ADDRESS, form()).status_code == 302
    assert profile_of(cast.chefchaouen) is None
    assert not AuditEvent.objects.filter(code="membership.town_profile.saved").exists()


def test_a_form_sent_twice_takes_effect_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.mayor)
    assert [client.post(ADDRESS, form(climate="desert")).status_code for _ in range(2)] == [302, 302]
    assert TownProfile.objects.get().version == 1


def test_each_fact_keeps_its_own_word_and_may_be_taken_back(cast: Cast) -> None:
    place = cast.chefchaouen
    save_town_profile(user=cast.mayor, territory=place, version=0, told=told(climate="desert", traits=["oasis"]))
    both = told(climate="desert", traits=["oasis", "arid"])
    profile = save_town_profile(user=cast.secretariat, territory=place, version=1, told=both)
    words = {fact: word.by for fact in FACTS if (word := profile.word(fact))}
    assert words == {"traits": Voice.SECRETARIAT, "climate": Voice.TOWN}
    profile = save_town_profile(user=cast.mayor, territory=place, version=2, told=told(traits=["oasis", "arid"]))
    assert (profile.told, set(profile.words), profile.version) == (["traits"], {"traits"}, 3)


def test_told_stays_told_when_the_register_says_the_same_later(cast: Cast) -> None:
    save_town_profile(user=cast.mayor, territory=cast.chefchaouen, version=0, told=told(climate="desert"))
    Territory.objects.filter(pk=cast.chefchaouen.pk).update(climate="desert")
    kept = save_town_profile(
        user=cast.mayor, territory=cast.chefchaouen, version=1, told=told(climate="desert", traits=["oasis"])
    )
    assert kept.told == ["traits", "climate"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"climate": "nice"},
        {"climate": "\x00"},
        {"traits": ["beautiful"]},
        {"languages": ["xx"]},
        {"further_languages": ["\u202e"]},
        {**BUDGET, "budget_per_inhabitant": "-1"},
        {**BUDGET, "budget_per_inhabitant": "9" * 400},
        {**BUDGET, "budget_per_inhabitant": "NaN"},
        {**BUDGET, "budget_currency": "XXQ"},
        {**BUDGET, "budget_currency": ""},
        {**BUDGET, "budget_currency": "م" * 100_000},
        {**BUDGET, "budget_year": "1"},
        {**BUDGET, "budget_year": "9" * 25},
        {**BUDGET, "budget_year": ""},
        {"budget_source": "س" * 100_000},
        {"budget_source": "بلا مبلغ"},
        {"budget_source": "a\x00b"},
        {"version": ""},
        {"version": "9" * 25},
        {"version": "-1"},
    ],
)
def test_nonsense_is_shown_again_with_what_was_typed(wrong: dict[str, Any], client: Client, cast: Cast) -> None:
    client.force_login(cast.mayor)
    answer = client.post(ADDRESS, form(**{"climate": "semi-arid", **wrong}))
    assert answer.status_code == 400
    assert profile_of(cast.chefchaouen) is None
    page = answer.content.decode()
    assert "climate" in wrong or 'value="semi-arid" selected' in page
    assert "traits" in wrong or "checked" in page


def test_what_somebody_saved_meanwhile_is_not_overwritten_silently(client: Client, cast: Cast) -> None:
    save_town_profile(user=cast.secretariat, territory=cast.chefchaouen, version=0, told=told(climate="desert"))
    client.force_login(cast.mayor)
    answer = client.post(ADDRESS, form(climate="oceanic", **BUDGET))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "entered by the secretariat" in page
    assert "الحساب الإداري 2025" in page
    assert TownProfile.objects.get().climate == "desert"
    assert 'name="version" value="1"' in page
    assert client.post(ADDRESS, form(climate="oceanic", version="1", form_key="q" * 24)).status_code == 302
    assert TownProfile.objects.get().climate == "oceanic"


def test_only_municipalities_that_exist_have_a_profile(client: Client, cast: Cast) -> None:
    client.force_login(cast.secretariat)
    for address in ("hcp/01", "hcp/0000000", "x/y", "iso/MA"):
        assert client.get(f"/en/territories/{address}/profile/").status_code == 404
    Territory.objects.filter(pk=cast.chefchaouen.pk).update(valid_to="2020-01-01")
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_page_of_the_town_shows_it_beside_the_register(language: str, client: Client, cast: Cast) -> None:
    address = f"/{language}/territories/hcp/0115101/"
    Territory.objects.filter(pk=cast.chefchaouen.pk).update(climate="semi-arid", climate_source="HCP")
    assert 'id="told"' not in client.get(address).content.decode()
    save_town_profile(
        user=cast.mayor, territory=cast.chefchaouen, version=0,
        told=told(climate="mediterranean", budget_per_inhabitant=Decimal(1650), budget_currency="MAD",
                  budget_year=2025, budget_source="الحساب الإداري", spoken_languages=["ar", "zgh"]),
    )  # fmt: skip
    response = client.get(address)
    page = response.content.decode()
    assert 'id="told"' in page
    assert "HCP" in page
    assert "الحساب الإداري" in page
    assert response.context["told"].facts.budget
    assert cast.mayor.name not in page
    assert cast.mayor.email not in page


def test_way_to_the_profile_is_for_those_who_may(client: Client, cast: Cast) -> None:
    town = "/en/territories/hcp/0115101/"
    visitor = client.get(town).content.decode()
    assert "/profile/" not in visitor
    client.force_login(cast.secretariat)
    assert ADDRESS in client.get(town).content.decode()
    client.force_login(cast.clerk)
    assert ADDRESS in client.get("/en/my-town/").content.decode()
    client.force_login(cast.mayor)
    assert ADDRESS in client.get(f"/en/organisations/{cast.chefchaouen_town.public_id}/edit/").content.decode()


@pytest.fixture
def racing_cast(real_database: None) -> Cast:
    return make_cast()


def race(cast: Cast) -> list[Any]:
    """The mayor and the clerk save at the same moment, each having seen an empty profile."""
    climates = [(cast.mayor, "oceanic"), (cast.clerk, "desert")]
    return at_once(
        [
            lambda user=user, climate=climate: save_town_profile(
                user=user, territory=cast.chefchaouen, version=0, told=told(climate=climate)
            )
            for user, climate in climates
        ]
    )


def test_of_two_at_once_one_is_told(racing_cast: Cast) -> None:
    results = race(racing_cast)
    assert sum(isinstance(result, Conflict) for result in results) == 1, results
    assert TownProfile.objects.get().version == 1


def test_without_the_lock_both_believe_they_saved(racing_cast: Cast) -> None:
    """The control: looking outside the transaction, both find nothing, and one word is lost or breaks on the table."""
    both_looked = threading.Barrier(2)
    cast = racing_cast

    def save(climate: str) -> None:
        found = TownProfile.objects.filter(territory=cast.chefchaouen).first()
        both_looked.wait(timeout=30)
        assert found is None
        TownProfile.objects.update_or_create(territory=cast.chefchaouen, defaults={"climate": climate})

    with patch.object(town_profiles, "require"):
        results = at_once([lambda climate=climate: save(climate) for climate in ("oceanic", "desert")])
    assert results == [None, None]
    assert TownProfile.objects.count() == 1
