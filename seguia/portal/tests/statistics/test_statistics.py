"""Figures: right, for whom they are, drawn with words beside, the same number of queries, harmless as a table."""

import csv
import datetime
import io

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from seguia.actions.models import Status
from seguia.actions.services.journey import record_step
from seguia.config.testing import Cast, make_action
from seguia.core.languages import own_name
from seguia.core.translated import Localised
from seguia.portal.statistics import sheets, work
from seguia.portal.statistics.queries import TABLES, as_csv
from seguia.portal.statistics.tables import Row, Shown
from seguia.ui.charts import Figure, bar_chart, line_chart, ring_chart
from seguia.ui.tests.markup import Page
from seguia.vocabulary.models import UnknownWord

PUBLIC = [table.code for table in TABLES if table.is_public]
WORK = [table.code for table in TABLES if not table.is_public]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def figures(rows: list[Row]) -> dict[str, tuple[float | None, ...]]:
    return {str(row.label): row.values for row in rows}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_public_page_is_whole(cast: Cast, client: Client, language: str) -> None:
    response = client.get(f"/{language}/statistics/")
    page = response.content.decode()
    assert response.status_code == 200
    assert Page(page).faults == []
    assert page.count('<svg class="chart"') == page.count('role="img"') > 3
    assert [shown.table.code for shown in response.context["tables"]] == PUBLIC


def test_work_is_for_the_secretariat(cast: Cast, client: Client) -> None:
    assert client.get("/en/desk/statistics/").status_code == 302
    for code in WORK:
        assert client.get(f"/en/statistics/{code}.csv").status_code == 403
    client.force_login(cast.mayor)
    assert client.get("/en/desk/statistics/").status_code == 403
    client.force_login(cast.secretariat)
    response = client.get("/ar/desk/statistics/")
    assert response.status_code == 200
    assert Page(response.content.decode()).faults == []
    assert [shown.table.code for shown in response.context["tables"]] == WORK


def test_figures_count_what_is_published(cast: Cast) -> None:
    assert figures(sheets.by_language()) == {own_name("ar"): (1,), "français": (1,), "English": (0,)}
    assert figures(sheets.by_theme()) == {"Waste": (1,), "Energy": (1,)}
    assert [values for _name, values in figures(sheets.by_goal()).items()] == [(1,)]
    states = figures(sheets.translation_states())
    assert states[own_name("ar")] == (1, 1, 0, 0, 1)
    assert states["français"][1] == 1
    assert sum(values[0] or 0 for values in figures(sheets.by_month()).values()) == 2
    assert len(sheets.by_month()) == 24


def test_median_is_of_days_between_submission_and_decision(cast: Cast) -> None:
    now = timezone.now()
    for days in (1, 2, 9):
        action = make_action(cast.chefchaouen_town, {"ar": "ورقة"}, status=Status.PUBLISHED)
        record_step(action, "submitted", at=now - datetime.timedelta(days=days))
        record_step(action, "published", at=now)
    assert work.decision_times()[-1].values == (2.0, 3)


def test_unknown_words_are_not_for_everybody(cast: Cast, client: Client) -> None:
    UnknownWord.objects.create(word="خطارة", language="ar", count=7, last_seen=timezone.localdate())
    UnknownWord.objects.create(word="spam", language="en", count=9, last_seen=timezone.localdate(), is_ignored=True)
    assert [row.values for row in work.searches_without_result()] == [(7,)]
    assert "خطارة" not in client.get("/ar/statistics/").content.decode()


def test_queries_do_not_grow(cast: Cast) -> None:
    def counted() -> dict[str, int]:
        found = {}
        for table in TABLES:
            with CaptureQueriesContext(connection) as queries:
                list(table.rows())
            found[table.code] = len(queries)
        return found

    before = counted()
    for number in range(2):
        action = make_action(cast.loos_town, {"fr": f"Fiche {number}"}, status=Status.PUBLISHED)
        action.themes.add(cast.energy)
        action.goals.add(cast.target)
    assert counted() == before
    assert max(before.values()) <= 6


def test_page_asks_nothing_the_second_time(cast: Cast, client: Client) -> None:
    client.get("/en/statistics/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/statistics/")
    assert len(queries) <= 2


@pytest.mark.parametrize("code", PUBLIC)
def test_tables_can_be_taken_away(cast: Cast, client: Client, code: str) -> None:
    response = client.get(f"/ar/statistics/{code}.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1


def test_no_cell_is_a_formula() -> None:
    table = next(table for table in TABLES if table.code == "searches-without-result")
    written = as_csv(Shown(table, [Row("=1+1", (1,)), Row("@SUM(A1)", (2.5,)), Row("-x", (None,)), Row("ok", (3,))]))
    cells = [row[0] for row in csv.reader(io.StringIO(written.removeprefix("\ufeff")))]
    assert cells[1:] == ["'=1+1", "'@SUM(A1)", "'-x", "ok"]


@pytest.mark.parametrize("code", ["nothing", "x" * 200])
def test_unknown_table_is_not_found(cast: Cast, client: Client, code: str) -> None:
    assert client.get(f"/en/statistics/{code}.csv").status_code == 404


def test_charts_are_mirrored_in_arabic() -> None:
    shown = [Figure(Localised("الماء", "ar"), 4), Figure("b", 2)]
    with translation.override("fr"):
        assert [bar.x for bar in bar_chart(shown).bars] == ["0", "0"]
        assert line_chart(shown).points.startswith("34,")
    with translation.override("ar"):
        assert [bar.x for bar in bar_chart(shown).bars] == ["0", "180"]
        assert line_chart(shown).points.startswith("326,")


@pytest.mark.parametrize("draw", [bar_chart, line_chart, ring_chart])
@pytest.mark.parametrize("values", [[], [0], [0, 0], [1], [3, 1_000_000], [0.5] * 40])
def test_charts_take_any_figures(draw: object, values: list[float]) -> None:
    chart = draw([Figure(str(n), value) for n, value in enumerate(values)])  # type: ignore[operator]
    assert chart.summary
    assert "nan" not in repr(chart)


def test_ring_puts_the_rest_together() -> None:
    ring = ring_chart([Figure(str(n), 10 - n) for n in range(9)])
    assert len(ring.parts) == 6
    assert (ring.parts[-1].figure, ring.total) == ("14", "54")
