"""The list and the town's page, in three languages, with a fixed number of queries."""

from typing import Any

import pytest
from django.test import Client

from seguia.territories import sections
from seguia.territories.models import FormerName, Kind, Territory
from seguia.territories.queries import find_by_name, levels, territory_at
from seguia.territories.tests.registers import load_cog

pytestmark = pytest.mark.django_db
TOWN = "/ar/territories/hcp/0115101/"


@pytest.fixture(autouse=True)
def own_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this feature's own page; others test what they add."""
    monkeypatch.setattr(sections, "_MAKERS", {})


def town(code: str, **fields: Any) -> Territory:
    """One more town of Morocco."""
    name = {"ar": f"مدينة {code}", "fr": f"Ville {code}"}
    fields = {"kind": Kind.COMMUNE, "country": "MA", "scheme": "hcp", "code": code, "name": name, **fields}
    return Territory.objects.create(**fields)


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_pages_are_there_in_every_language(cast: object, client: Client, language: str, direction: str) -> None:
    for address in ("territories/", "territories/hcp/0115101/"):
        response = client.get(f"/{language}/{address}")
        html = response.content.decode()
        assert response.status_code == 200
        assert f'lang="{language}" dir="{direction}"' in html
        assert html.count("<h1>") == 1
        assert " style=" not in html
        assert "onclick" not in html
    french_town = client.get(f"/{language}/territories/insee-reg/32/").content.decode()
    own = "<bdi>Hauts-de-France</bdi>" if language == "fr" else '<bdi lang="fr" dir="ltr">Hauts-de-France</bdi>'
    assert f"<h1>{own}</h1>" in french_town


def test_list_asks_the_same_number_of_questions_for_one_and_three(
    cast: object, client: Client, django_assert_num_queries: Any
) -> None:
    for count, words in ((1, "chefch"), (3, "ville")):
        if count == 3:
            for n in (1, 2, 3):
                town(f"900010{n}", region=cast.north, parent=cast.north)
        with django_assert_num_queries(4):  # count, towns, countries, regions
            response = client.get(f"/fr/territories/?q={words}")
        assert response.context["page"].count == count


def test_town_page_asks_the_same_number_of_questions_for_one_and_three(
    cast: object, client: Client, django_assert_num_queries: Any
) -> None:
    region = "/ar/territories/hcp/01/"
    for count in (1, 3):
        while Territory.objects.filter(parent=cast.north).count() < count:
            town(f"900010{Territory.objects.count()}", parent=cast.north)
        with django_assert_num_queries(5):  # territory, members, codes, levels, events
            response = client.get(region)
        assert response.context["count"] == count


def test_town_page_with_history_asks_a_fixed_number(client: Client, django_assert_num_queries: Any) -> None:
    load_cog()
    for code, events in (("01015", 1), ("76108", 2)):
        with django_assert_num_queries(8):  # … and the sides of the events, their territories and former names
            response = client.get(f"/fr/territories/insee-com/{code}/")
        assert len(response.context["events"]) == events


def test_other_and_former_codes_lead_to_the_present_address(cast: object, client: Client) -> None:
    cast.chefchaouen.codes.create(scheme="local", code="CHF")
    for address in ("local/CHF", "hcp/01.151.01.", "hcp/01151.01."):
        response = client.get(f"/fr/territories/{address}/")
        assert (response.status_code, response.headers.get("Location")) in {
            (302, "/fr/territories/hcp/0115101/"),
            (404, None),
        }
    assert client.get("/fr/territories/local/CHF/").headers["Location"] == "/fr/territories/hcp/0115101/"
    assert client.get("/fr/territories/local/CHF/?on=2020-01-01").headers["Location"].endswith("0115101/?on=2020-01-01")


def test_page_of_a_day_shows_the_name_of_that_day(cast: object, client: Client) -> None:
    FormerName.objects.create(territory=cast.chefchaouen, name={"ar": "الشاون"}, valid_to="2000-01-01")
    assert "<h1><bdi>الشاون</bdi></h1>" in client.get(f"{TOWN}?on=1999-12-31").content.decode()
    assert "<h1><bdi>شفشاون</bdi></h1>" in client.get(f"{TOWN}?on=2000-01-01").content.decode()


def test_page_of_a_town_that_ended_leads_on(client: Client) -> None:
    load_cog()
    html = client.get("/fr/territories/insee-com/74011/").content.decode()
    assert html.count('href="/fr/territories/insee-com/74010/"') == 2  # the notice and the event
    assert '<li><a href="/fr/territories/insee-com/74010/"><bdi>Annecy</bdi></a></li>' in html
    old = Territory.objects.get(code="74011")
    assert client.get(old.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("?page=-1", 400),
        ("?page=abc", 400),
        ("?page=" + "9" * 30, 400),
        ("?page=٣", 400),
        ("?page=99999", 200),
        ("?kind=town", 400),
        ("?country=%D9%85", 400),
        ("?region=x", 400),
        ("?region=insee-reg:99", 200),
        ("?size=big", 400),
        ("?trait=x", 400),
        ("?q=%25_%27%22%3Cb%3E%E2%80%AE", 200),
        ("?q=%00", 400),
        ("?q=" + "x" * 5000, 200),
        ("hcp/0115101/?on=2020-13-01", 400),
        ("hcp/0115101/?on=20200101", 400),
        ("hcp/0115101/?on=0000-00-00", 400),
        ("hcp/0115101/?on=0001-01-01", 200),
        ("hcp/9999999/", 404),
        ("hcp/x/", 404),
        ("nothing/1/", 404),
        ("iso/%E2%80%AE/", 404),
    ],
)
def test_bad_input_is_answered_in_words(client: Client, address: str, status: int) -> None:
    town("0115101")
    for language in ("ar", "fr"):
        response = client.get(f"/{language}/territories/{address}")
        assert response.status_code == status
        assert b"Traceback" not in response.content


def test_list_narrows_by_every_filter(cast: object, client: Client) -> None:
    for query, codes in {
        "country=ma&kind=commune": ["0115101"],
        "region=hcp:01": ["0115101"],
        "size=under-50000": ["0115101"],
        "size=200000-and-more": [],
        "trait=mountain": ["0115101"],
        "trait=urban": ["0115101", "62528"],
        "q=gohelle": ["62528"],
        "q=62528": ["62528"],
        "q=لوس": ["62528"],
        "kind=commune": ["0115101", "62528"],
    }.items():
        response = client.get(f"/en/territories/?{query}")
        assert [one.code for one in response.context["page"].items] == codes, query


def test_names_are_found_without_accents_capitals_and_vowel_signs(cast: object) -> None:
    town("1", name={"fr": "Saint-Étienne-l'Œuvre", "ar": "إِفران"}, population=10)
    town("2", name={"fr": "Étienne", "ar": "أفران العليا"}, population=5)
    found = {
        text: [t.code for t in find_by_name(text)] for text in ("ETIENNE", "st etienne l oeu", "افران", "إفران", "l'œ")
    }
    assert found == {
        "ETIENNE": ["2", "1"],
        "st etienne l oeu": ["1"],
        "افران": ["1", "2"],
        "إفران": ["1", "2"],
        "l'œ": ["1"],
    }
    assert [find_by_name(text) for text in ("", "  ", "%", "_", "'")] == [[]] * 5
    assert find_by_name("ville", country="FR") == []


def test_find_by_name_is_one_query(cast: object, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert [t.region for t in find_by_name("chef")] == [cast.north]


def test_levels_are_one_query(cast: object, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert [level.code for level in levels(cast.chefchaouen)] == ["01", "MA"]
    with django_assert_num_queries(1):
        assert territory_at("hcp", "0115101").parent.parent == cast.morocco


def test_features_above_add_sections(cast: object, client: Client) -> None:
    def section(territory: Territory) -> tuple[str, dict[str, Any]] | None:
        return ("territories/parts/population.html", {"territory": territory}) if territory.population else None

    sections.register_section(section, order=1)
    sections.register_section(section, order=2)
    before = client.get("/fr/territories/hcp/01/").content.decode().count("(2014)")
    shown = client.get("/fr/territories/hcp/0115101/").content.decode().count("(2014)")
    assert (before, shown) == (1, 2)  # a member of the region; the town's key facts and its section
    assert len(sections.sections_of(cast.chefchaouen)) == 1
    assert sections.sections_of(cast.north) == []
