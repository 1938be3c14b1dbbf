"""Elections of two countries with calendars of their own: preview, apply once, take back while nothing followed."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seguia.config.testing import Cast
from seguia.core.errors import Conflict, Invalid, Refused
from seguia.mandates.importers import ImportOptions, import_mandates, look_through
from seguia.mandates.models import BulkChange, Mandate, Official, Term
from seguia.mandates.queries.calendar import Calendar
from seguia.mandates.queries.elections import preview_of, towns_that_changed
from seguia.mandates.services.calendar import save_term
from seguia.mandates.services.elections import apply_election, mandates_ending, undo_change
from seguia.mandates.services.writing import begin_mandate, correct_mandate, end_mandate
from seguia.mandates.tests.registers import MAYORS, mayor, write
from seguia.mandates.tests.test_pages import key

FRENCH, MOROCCAN = datetime.date(2020, 5, 28), datetime.date(2021, 9, 20)
NIGHT = datetime.date(2026, 3, 30)


@pytest.fixture
def sitting(cast: Cast) -> dict[str, Mandate]:
    """A mayor in each country, and a French councillor."""
    facts: list[tuple[str, Any, dict[str, Any]]] = [
        ("french", cast.loos, {"latin_name": "Zoé Hérisson", "function": "mayor", "since": FRENCH}),
        ("councillor", cast.loos, {"latin_name": "Ali Martre", "function": "councillor", "since": FRENCH}),
        ("moroccan", cast.chefchaouen, {"arabic_name": "زينب الجبلي", "function": "president", "since": MOROCCAN}),
    ]
    return {
        name: begin_mandate(user=cast.secretariat, territory=territory, **given) for name, territory, given in facts
    }


def term(country: str, year: int) -> Term:
    return Term.objects.get(country=country, year=year)


def test_two_countries_turn_over_in_different_years(cast: Cast, sitting: dict[str, Mandate]) -> None:
    assert set(mandates_ending(term("FR", 2026))) == {sitting["french"], sitting["councillor"]}
    assert not mandates_ending(term("MA", 2021)).exists()
    assert not mandates_ending(term("MA", 2027)).exists()  # the day is not fixed
    apply_election(user=cast.secretariat, term=term("FR", 2026), on=NIGHT, expected=2)
    assert set(Mandate.objects.filter(until=None)) == {sitting["moroccan"]}
    Term.objects.filter(country="MA", year=2027).update(election_date=datetime.date(2027, 9, 8))
    assert set(mandates_ending(term("MA", 2027))) == {sitting["moroccan"]}


def test_calendar_knows_the_next_election_of_each_country(cast: Cast) -> None:
    calendar, today = Calendar(), datetime.date(2026, 3, 10)
    french, moroccan = (calendar.next_election(code, "commune", today) for code in ("FR", "MA"))
    assert french is not None
    assert moroccan is not None
    assert (french.election_date, moroccan.year) == (datetime.date(2026, 3, 15), 2027)
    later = calendar.next_election("FR", "commune", datetime.date(2026, 3, 16))
    assert later is not None
    assert later.year == 2032
    assert calendar.next_election("FR", "region", today) is None
    assert calendar.next_election("TN", "commune", today) is None


def test_mandates_from_after_the_election_stay(cast: Cast, sitting: dict[str, Mandate]) -> None:
    end_mandate(user=cast.secretariat, mandate=sitting["french"], until=datetime.date(2026, 3, 27), reason="election")
    new = begin_mandate(
        user=cast.secretariat, territory=cast.loos, latin_name="Inès Loutre", function="mayor",
        since=datetime.date(2026, 3, 27),
    )  # fmt: skip
    apply_election(user=cast.secretariat, term=term("FR", 2026), on=NIGHT, expected=1)
    assert set(Mandate.objects.filter(territory=cast.loos, until=None)) == {new}


def test_number_that_was_shown_must_still_be_right(cast: Cast, sitting: dict[str, Mandate]) -> None:
    with pytest.raises(Conflict):
        apply_election(user=cast.secretariat, term=term("FR", 2026), on=NIGHT, expected=3)
    with pytest.raises(Conflict):
        apply_election(user=cast.secretariat, term=term("MA", 2021), on=NIGHT, expected=0)
    with pytest.raises(Invalid):
        apply_election(user=cast.secretariat, term=term("FR", 2026), on=datetime.date(2026, 3, 15), expected=2)
    with pytest.raises(Invalid):
        apply_election(user=cast.secretariat, term=term("FR", 2032), on=NIGHT, expected=0)
    assert Mandate.objects.filter(until=None).count() == 3


def test_only_the_secretariat(cast: Cast, sitting: dict[str, Mandate]) -> None:
    for person in (cast.mayor, cast.clerk, cast.stranger):
        with pytest.raises(Refused):
            apply_election(user=person, term=term("FR", 2026), on=NIGHT, expected=2)
        with pytest.raises(Refused):
            save_term(user=person, country="TN", council="communal", year=2028)
    change = apply_election(user=cast.secretariat, term=term("FR", 2026), on=NIGHT, expected=2)
    with pytest.raises(Refused):
        undo_change(user=cast.mayor, change=change)


def test_taking_back_restores_everything_within_a_day(cast: Cast, sitting: dict[str, Mandate]) -> None:
    before = list(Mandate.objects.order_by("pk").values())
    change = apply_election(user=cast.secretariat, term=term("FR", 2026), on=NIGHT, expected=2)
    undo_change(user=cast.secretariat, change=change)
    assert list(Mandate.objects.order_by("pk").values()) == before
    with pytest.raises(Conflict):
        undo_change(user=cast.secretariat, change=change)


def test_after_a_day_it_stays(cast: Cast, sitting: dict[str, Mandate]) -> None:
    change = apply_election(user=cast.secretariat, term=term("FR", 2026), on=NIGHT, expected=2)
    BulkChange.objects.update(at=timezone.now() - datetime.timedelta(hours=25))
    with pytest.raises(Conflict, match="24 hours"):
        undo_change(user=cast.secretariat, change=change)


def test_what_was_followed_by_a_successor_or_a_correction_stays(cast: Cast, sitting: dict[str, Mandate]) -> None:
    change = apply_election(user=cast.secretariat, term=term("FR", 2026), on=NIGHT, expected=2)
    successor = begin_mandate(
        user=cast.secretariat, territory=cast.loos, latin_name="Inès Loutre", function="mayor", since=NIGHT
    )
    with pytest.raises(Conflict, match="1 mandate of"):
        undo_change(user=cast.secretariat, change=change)
    Mandate.objects.filter(pk=successor.pk).delete()
    correct_mandate(user=cast.secretariat, mandate=sitting["councillor"], source="PV")
    with pytest.raises(Conflict):
        undo_change(user=cast.secretariat, change=change)


def test_import_is_taken_back_with_its_people(cast: Cast, sitting: dict[str, Mandate], tmp_path: Path) -> None:
    before = list(Mandate.objects.order_by("pk").values())
    path = write(tmp_path, MAYORS, [mayor("62528", "LOUTRE", "Inès", "27/03/2026", "27/03/2026")])
    options = ImportOptions(on=datetime.date(2026, 5, 1))
    import_mandates(look_through(path, options), options, by=cast.secretariat)
    assert Official.objects.count() == 4
    undo_change(user=cast.secretariat, change=BulkChange.objects.get())
    assert list(Mandate.objects.order_by("pk").values()) == before
    assert Official.objects.count() == 3


def test_import_that_was_corrected_since_is_not_taken_back(
    cast: Cast, sitting: dict[str, Mandate], tmp_path: Path
) -> None:
    path = write(tmp_path, MAYORS, [mayor("62528", "LOUTRE", "Inès", "27/03/2026", "27/03/2026")])
    options = ImportOptions(on=datetime.date(2026, 5, 1))
    import_mandates(look_through(path, options), options, by=cast.secretariat)
    correct_mandate(user=cast.secretariat, mandate=Mandate.objects.get(until=None, function="mayor"), source="PV")
    with pytest.raises(Conflict):
        undo_change(user=cast.secretariat, change=BulkChange.objects.get())


def test_election_page_shows_applies_and_takes_back(cast: Cast, sitting: dict[str, Mandate], client: Client) -> None:
    client.force_login(cast.secretariat)
    url = reverse("mandates:election", args=[term("FR", 2026).pk])
    page = client.get(url).content.decode()
    assert "2 mandates from before the election are still open" in page
    assert 'value="2026-03-30"' in page
    assert "Zoé Hérisson" in page
    form_key = key(client, url)
    stale = client.post(url, {"form_key": form_key, "on": "2026-03-30", "expected": "7"})
    assert stale.status_code == 409
    sent = {"form_key": key(client, url), "on": "2026-03-30", "expected": "2"}
    first = client.post(url, sent)
    assert first.url == client.post(url, sent).url
    assert BulkChange.objects.count() == 1
    assert client.post(first.url, {"form_key": key(client, first.url)}).status_code == 302
    assert Mandate.objects.filter(until=None).count() == 3
    assert client.post(url, {"form_key": key(client, url), "on": "no day", "expected": "2"}).status_code == 400


def test_overview_lists_towns_that_changed_hands(cast: Cast, sitting: dict[str, Mandate]) -> None:
    today = timezone.localdate()
    end_mandate(user=cast.secretariat, mandate=sitting["french"], until=today, reason="resignation")
    [town] = towns_that_changed("FR")
    assert (town["organisation"], town["ended"], town["began"]) == (cast.loos_town, 1, 0)
    assert towns_that_changed("MA") == []


def test_preview_asks_a_fixed_number_of_queries(
    cast: Cast, sitting: dict[str, Mandate], django_assert_num_queries: Any
) -> None:
    french = term("FR", 2026)
    with django_assert_num_queries(4):
        assert preview_of(french)["count"] == 2
    for name in ("A B", "C D"):
        begin_mandate(user=cast.secretariat, territory=cast.loos, latin_name=name, function="councillor", since=FRENCH)
    with django_assert_num_queries(4):
        assert preview_of(french)["count"] == 4


@pytest.mark.parametrize(
    "facts",
    [
        {"year": 2026},
        {"year": 2028, "second_round": datetime.date(2028, 5, 1)},
        {"year": 2028, "election_date": datetime.date(2021, 5, 1)},
        {
            "year": 2028,
            "election_date": datetime.date(2028, 5, 2),
            "second_round": datetime.date(2028, 5, 1),
        },
        {"year": 2028, "years": 40},
        {"year": 2028, "council": "village"},
    ],
)
def test_calendar_refuses_what_cannot_be(cast: Cast, facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        save_term(user=cast.secretariat, **{"country": "FR", "council": "communal", **facts})


def test_calendar_is_kept_on_its_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretariat)
    url = reverse("mandates:add-term")
    data = {"country": "tn", "council": "communal", "year": "2028", "years": "5", "election_date": "2028-05-06"}
    assert client.post(url, {"form_key": key(client, url), **data}).status_code == 302
    assert term("TN", 2028).years == 5
    assert client.post(url, {"form_key": key(client, url), **data}).status_code == 400
    assert client.post(url, {"form_key": key(client, url), **data, "country": "؟؟"}).status_code == 400


def test_database_itself_refuses_a_second_head(cast: Cast, sitting: dict[str, Mandate]) -> None:
    official = Official.objects.create(latin_name="Ali")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(official=official, territory=cast.loos, function="president", since=NIGHT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(
            official=official, territory=cast.loos, function="deputy", since=NIGHT, until=NIGHT, end_reason="other"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Official.objects.create()


@pytest.mark.parametrize(
    ("since", "until", "is_fine"),
    [
        (datetime.date(2014, 1, 1), FRENCH, True),
        (datetime.date(2014, 1, 1), FRENCH + datetime.timedelta(days=1), False),
        (NIGHT, None, False),
    ],
)
def test_periods_of_heads_do_not_overlap(
    cast: Cast, sitting: dict[str, Mandate], since: datetime.date, until: datetime.date | None, is_fine: bool
) -> None:
    official = Official.objects.create(latin_name="Ali")
    mandate = Mandate(
        official=official, territory=cast.loos, function="president", since=since, until=until,
        end_reason="term" if until else "",
    )  # fmt: skip
    if is_fine:
        mandate.full_clean()
    else:
        with pytest.raises(ValidationError):
            mandate.full_clean()
