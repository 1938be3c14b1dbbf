"""The tree: chains, loops, merged towns, figures side by side, a constant number of queries."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seguia.actions import services as sheets
from seguia.actions.models import Result
from seguia.config.testing import Cast, make_action, make_territory
from seguia.core.errors import Conflict, NotFound
from seguia.core.translated import Localised
from seguia.replication import services
from seguia.replication.models import Replication
from seguia.replication.queries.comparing import Figure, paired, side_by_side
from seguia.replication.queries.lineage import ancestor_ids, descent, public_chain, spread_of, spread_towns
from seguia.replication.tests.plans import another_town, begun, full_source, linked, shown, taken_up
from seguia.territories.services import NewTerritory, record_territory_event

pytestmark = pytest.mark.django_db


def chain_of_three(cast: Cast) -> list[Replication]:
    first = taken_up(cast, cast.arabic_action, 1, with_sheet=True)
    second = taken_up(cast, first.own_action, 2, with_sheet=True, answer=first.started_by)
    third = taken_up(cast, second.own_action, 3, answer=second.started_by)
    return [first, second, third]


def test_chain_is_found_both_ways(cast: Cast) -> None:
    first, second, third = chain_of_three(cast)
    nodes, is_cut = descent(cast.arabic_action, levels=5, limit=50)
    assert not is_cut
    assert nodes[0].plan == first
    assert nodes[0].children[0].plan == second
    assert nodes[0].children[0].children[0].plan == third
    assert public_chain(second.own_action) == [cast.arabic_action, first.own_action]
    assert ancestor_ids(second.own_action.pk) == {cast.arabic_action.pk, first.own_action.pk}
    spread = spread_of(cast.arabic_action)
    assert (spread.towns, spread.countries, spread.direct) == (3, 1, 1)


def test_levels_and_limits_say_that_more_follows(cast: Cast) -> None:
    chain_of_three(cast)
    nodes, is_cut = descent(cast.arabic_action, levels=1, limit=50)
    assert (nodes[0].is_cut, nodes[0].children, is_cut) == (True, [], False)
    assert descent(cast.arabic_action, levels=5, limit=2)[1] is True


def test_archived_link_of_the_chain_hides_what_hangs_on_it_and_breaks_nothing(cast: Cast) -> None:
    first, second, _third = chain_of_three(cast)
    sheets.archive_action(first.own_action, user=cast.secretariat, reason="x")
    assert spread_of(cast.arabic_action).towns == 1
    assert public_chain(second.own_action) == []
    for path in (f"/ar/replications/{second.public_id}/", f"/ar/replications/of/{cast.arabic_action.public_id}/",
                 f"/api/v1/actions/{cast.arabic_action.public_id}/lineage"):  # fmt: skip
        assert Client().get(path).status_code == 200
    assert ancestor_ids(second.own_action.pk) == {cast.arabic_action.pk, first.own_action.pk}


def test_sheet_that_the_source_comes_from_cannot_come_from_it(cast: Cast) -> None:
    """Loos takes up Chefchaouen's, Chefchaouen takes up Loos's: each sheet may come from one other, never in a ring."""
    mine = services.begin_plan(
        user=cast.mayor, action=cast.french_action, organisation=cast.chefchaouen_town, language="ar"
    )
    theirs = begun(cast)
    services.tie_sheet(mine, user=cast.mayor, action=cast.arabic_action)
    with pytest.raises(Conflict) as error:
        services.tie_sheet(theirs, user=cast.loos_mayor, action=cast.french_action)
    assert error.value.code == "loop"


def test_sheet_of_another_town_cannot_be_tied(cast: Cast) -> None:
    with pytest.raises(NotFound):
        services.tie_sheet(begun(cast), user=cast.loos_mayor, action=cast.draft)


def test_database_refuses_a_plan_of_itself_and_a_link_without_consent(cast: Cast) -> None:
    plan = begun(cast)
    for wrong in ({"own_action": cast.arabic_action}, {"is_linked": True}, {"stage": "abandoned"}, {"is_shown": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Replication.objects.filter(pk=plan.pk).update(**wrong)


def test_merged_town_shows_what_its_towns_gave_and_took(cast: Cast) -> None:
    linked(cast)
    neighbour = make_territory(
        "insee-com:62300", "commune", "FR", {"fr": "Liévin"}, region=cast.hauts, parent=cast.hauts
    )
    record_territory_event(
        by=cast.secretariat, kind="merger", date=datetime.date(2026, 1, 1), before=[cast.loos, neighbour],
        after=[NewTerritory("insee-com:62999", {"fr": "Terrils-Réunis", "ar": "تيريل المتحدة"})],
    )  # fmt: skip
    page = Client().get("/fr/territories/insee-com/62999/").content.decode()
    assert 'id="town-replications"' in page
    given = Client().get("/fr/territories/hcp/0115101/").content.decode()
    assert "Ville de Loos-en-Gohelle" in given


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_one_and_three(cast: Cast, number: int) -> None:
    for n in range(number):
        taken_up(cast, cast.arabic_action, n + 1, with_sheet=True)
    counts = []
    for path in ("/ar/replications/", f"/ar/replications/of/{cast.arabic_action.public_id}/", "/api/v1/replications",
                 f"/ar/replications/of/{cast.arabic_action.public_id}/map/",
                 f"/api/v1/actions/{cast.arabic_action.public_id}/lineage"):  # fmt: skip
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert Client().get(path).status_code == 200
        counts.append(len(queries))
    assert counts == [2, 7, 2, 4, 5]


@pytest.mark.parametrize("number", [1, 3])
def test_parts_of_the_action_and_the_town_cost_the_same(cast: Cast, number: int) -> None:
    from seguia.replication.page_part import below, deed  # noqa: PLC0415 -- the parts alone are counted
    from seguia.replication.town import town_section  # noqa: PLC0415

    for n in range(number):
        taken_up(cast, cast.arabic_action, n + 1, with_sheet=True)
    user = cast.stranger
    for part, most in ((lambda: deed(cast.arabic_action, user), 2), (lambda: below(cast.arabic_action, user), 4),
                       (lambda: town_section(cast.chefchaouen), 5)):  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            part()
        assert len(queries) <= most


def test_map_has_the_origin_and_every_town(cast: Cast) -> None:
    chain_of_three(cast)
    data = Client().get(f"/ar/replications/of/{cast.arabic_action.public_id}/map/towns.json").json()["towns"]
    assert [place["name"] for place in data] == ["جماعة شفشاون", "مدينة 1", "مدينة 2", "مدينة 3"]
    assert len(spread_towns(cast.arabic_action, limit=2)) == 2


def figure(
    value: str, unit: str = "m³", kind: str = "measured", year: int | None = 2024, name: str = "water_saved"
) -> Figure:
    return Figure(name, Localised("", "ar"), Decimal(value), unit, year, kind)


def test_figures_are_compared_in_words_and_never_converted() -> None:
    told = {
        (one, other): paired([figure(*one)], [figure(*other)])[0].difference
        for one, other in [
            (("100",), ("150",)), (("100",), ("75", "m3")), (("100",), ("100",)), (("0",), ("3",)),
            (("100", "MAD"), ("10", "EUR")), (("100",), ("100", "m³", "estimated", 2020)),
        ]
    }  # fmt: skip
    assert list(told.values()) == [
        "50% more than in the town of origin.",
        "25% less than in the town of origin.",
        "The same in both towns.",
        "The town of origin had none.",
        "The units differ, so these figures are not compared.",
        "The same in both towns. The two are not known in the same way. The years differ.",
    ]
    alone = paired([figure("1")], [figure("1", name="trees")])
    assert [(pair.source is None, pair.own is None) for pair in alone] == [(False, True), (True, False)]


def test_own_sheet_tells_the_figures_once_it_has_some(cast: Cast) -> None:
    full_source(cast)
    plan = linked(cast)
    services.add_result(
        plan, user=cast.loos_mayor, indicator="people_reached", value=Decimal(900), unit="foyers", kind="estimated"
    )
    [pair] = side_by_side(plan, is_insider=False)
    assert (pair.source.value, pair.own.value, pair.own.unit) == (1200, 900, "foyers")
    sheet = make_action(cast.loos_town, {"fr": "Notre espace"}, status="published")
    Result.objects.create(action=sheet, indicator="people_reached", value=950, unit="foyers", kind="measured")
    plan = services.tie_sheet(plan, user=cast.loos_mayor, action=sheet)
    assert side_by_side(plan, is_insider=False)[0].own.value == 950


def test_refused_source_gives_no_figures_to_strangers(cast: Cast) -> None:
    full_source(cast)
    plan = services.answer_link(shown(cast), user=cast.mayor, answer="refused")
    assert side_by_side(plan, is_insider=False) == []
    assert len(side_by_side(plan, is_insider=True)) == 1


def test_removed_figure_is_gone(cast: Cast) -> None:
    plan = begun(cast)
    result = services.add_result(
        plan, user=cast.loos_mayor, indicator="trees", value=Decimal(3), unit="شجرة", kind="measured", year=2025
    )
    services.remove_result(plan, user=cast.loos_mayor, key=result.key)
    with pytest.raises(NotFound):
        services.remove_result(plan, user=cast.loos_mayor, key=result.key)
    assert another_town(cast)[0].replications.count() == 0
