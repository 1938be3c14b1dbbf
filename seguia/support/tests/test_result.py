"""What came of a request: a sheet the town writes, with nothing of the thread; a step in its journey; figures."""

import csv
import datetime
import io
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from seguia.actions.models import Action, JourneyStep, Status
from seguia.actions.queries import journey_of
from seguia.config.testing import Cast
from seguia.core.errors import Conflict, NotFound, Refused
from seguia.core.tests.real_database import at_once
from seguia.support import figures
from seguia.support.models import Case, Recommendation
from seguia.support.publishing import ResultSheet, publish_result, tell_journeys
from seguia.support.recommendations.pages import recommendations_of
from seguia.support.services.closing import Ending, close_case
from seguia.support.services.messages import NewMessage, post_message
from seguia.support.services.taking import take_case
from seguia.support.tests.desk import HelpDesk, make_case

SHEET = ResultSheet("تسميد نفايات السوق", "نفايات السوق كثيرة", "أنشأنا منصة للتسميد", "ar")
SECRET = "رقم هاتف الرئيس سري"


@pytest.fixture
def closed(cast: Cast, desk: HelpDesk) -> HelpDesk:
    """A case that was talked about and closed."""
    desk.case = take_case(user=desk.salma, case=desk.case)
    desk.case.themes.add(cast.composting)
    post_message(user=desk.salma, case=desk.case, new=NewMessage(SECRET))
    desk.case.refresh_from_db()
    desk.case = close_case(user=cast.clerk, case=desk.case, ending=Ending("helped", "أنشأنا منصة للتسميد"))
    return desk


def test_town_begins_a_draft_and_nothing_of_the_thread_goes_with_it(cast: Cast, closed: HelpDesk) -> None:
    action = publish_result(user=cast.clerk, case=closed.case, sheet=SHEET)
    closed.case.refresh_from_db()
    assert (closed.case.action, action.status, action.original_language) == (action, Status.DRAFT, "ar")
    assert (action.problem["ar"], action.done["ar"]) == ("نفايات السوق كثيرة", "أنشأنا منصة للتسميد")
    assert list(action.themes.all()) == [cast.composting]
    assert SECRET not in str(list(Action.objects.filter(pk=action.pk).values()))
    assert publish_result(user=cast.mayor, case=closed.case, sheet=SHEET) == action, "asked again: the same draft"


@pytest.mark.parametrize("who", ["salma", "bruno", "loos_mayor", "stranger", "secretariat"])
def test_only_the_town_publishes(cast: Cast, closed: HelpDesk, who: str) -> None:
    with pytest.raises(Refused):
        publish_result(user=getattr(cast, who, None) or getattr(closed, who), case=closed.case, sheet=SHEET)


def test_adviser_learns_of_the_sheet_when_everybody_does(cast: Cast, closed: HelpDesk) -> None:
    action = publish_result(user=cast.clerk, case=closed.case, sheet=SHEET)
    closed.case.refresh_from_db()
    assert recommendations_of(closed.case, cast.clerk).sheet == action
    assert recommendations_of(closed.case, closed.salma).sheet is None
    Action.objects.filter(pk=action.pk).update(status=Status.PUBLISHED, published_at=timezone.now())
    assert recommendations_of(closed.case, closed.salma).sheet == action


def test_open_case_has_no_result_yet(cast: Cast, desk: HelpDesk, client: Client) -> None:
    with pytest.raises(Conflict):
        publish_result(user=cast.clerk, case=desk.case, sheet=SHEET)
    client.force_login(cast.clerk)
    assert client.get(f"/fr/help-desk/{desk.case.public_id}/publish/").status_code == 409


def test_journey_tells_once_that_advisers_helped_and_no_more(cast: Cast, closed: HelpDesk) -> None:
    action = publish_result(user=cast.clerk, case=closed.case, sheet=SHEET)
    assert tell_journeys() == 0, "a draft has no story yet"
    Action.objects.filter(pk=action.pk).update(status=Status.PUBLISHED, published_at=timezone.now())
    assert (tell_journeys(), tell_journeys()) == (1, 0)
    step = JourneyStep.objects.get(action=action, kind="helped")
    assert (step.actor, step.facts, step.reason, step.is_public) == (None, {}, "", True)
    [entry] = [e for e in journey_of(Action.objects.get(pk=action.pk), cast.stranger) if e.step.kind == "helped"]
    assert entry.told is not None
    assert (entry.told.path, entry.told.title) == ("", None)


def test_page_proposes_the_texts_and_leads_to_the_sheet(cast: Cast, closed: HelpDesk, client: Client) -> None:
    client.force_login(cast.clerk)
    address = f"/ar/help-desk/{closed.case.public_id}/publish/"
    page = client.get(address)
    html = page.content.decode()
    assert closed.case.need in html
    assert SECRET not in html
    key = page.context["form_key"]
    posted = {"form_key": key, "title": "عنوان", "problem": "مشكل", "done": "إنجاز"}
    answers = [client.post(address, posted) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    action = Action.objects.get(title__ar="عنوان")
    assert answers[0]["Location"] == f"/ar/actions/{action.public_id}/edit/"
    assert client.get(address).status_code == 302
    faulty = client.post(address, {"form_key": "x" * 24, "title": "\u202e", "problem": "x" * 9000})
    assert faulty.status_code == 400


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_begin_one_sheet(real_database: None, cast: Cast, desk: HelpDesk) -> None:
    case = close_case(user=cast.clerk, case=desk.case, ending=Ending("helped", "شيء"))
    found = at_once([lambda u=u: publish_result(user=u, case=case, sheet=SHEET) for u in (cast.clerk, cast.mayor)])  # type: ignore[misc]
    assert len({action.pk for action in found}) == 1
    assert Action.objects.filter(title__ar=SHEET.title).count() == 1


def rows(shown: figures.ShownTable) -> dict[str, tuple[float | None, ...]]:
    return {row.label: row.values for row in shown.rows}


def answered_after(cast: Cast, *days: float) -> list[Case]:
    made = []
    for number, waited in enumerate(days):
        case = make_case(cast, f"سؤال {number}")
        asked = timezone.now() - datetime.timedelta(days=30)
        Case.objects.filter(pk=case.pk).update(
            status="closed", outcome="helped", closed_at=timezone.now(), asked_at=asked,
            first_answered_at=asked + datetime.timedelta(days=waited),
        )  # fmt: skip
        made.append(case)
    return made


@pytest.fixture(autouse=True)
def fresh_figures() -> None:
    cache.clear()


def test_median_and_ninth_of_ten(cast: Cast) -> None:
    answered_after(cast, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20)
    shown = rows(figures.table_for(cast.secretariat, "answers-by-kind", is_whole=True))
    assert shown == {"Methodological help": (5.5, 9.0, 10)}
    assert rows(figures.table_for(cast.secretariat, "answers-by-country", is_whole=True)) == {"Morocco": (5.5, 9.0, 10)}


def test_small_numbers_are_not_told_to_everybody(cast: Cast) -> None:
    cases = answered_after(cast, 1, 2, 3, 4)
    assert all(not shown.rows for shown in figures.public_tables())
    cases += answered_after(cast, 5)
    for number, case in enumerate(cases):
        Recommendation.objects.create(
            case=case, kind="course", label="Cours", language="fr", status="declined" if number < 2 else "done",
            obstacle="cost" if number < 2 else "", proposed_at=timezone.now(),
        )  # fmt: skip
    cache.clear()
    public = {shown.table.code: rows(shown) for shown in figures.public_tables()}
    assert public["answers-by-kind"] == {"Methodological help": (3.0, 5.0, 5)}
    assert public["recommendations"] == {"Course": (5, None, None, None)}
    assert public["obstacles"] == {}
    whole = {shown.table.code: rows(shown) for shown in figures.desk_tables(cast.secretariat)}
    assert whole["recommendations"] == {"Course": (5, 3, 3, 2)}
    assert whole["obstacles"] == {"Too expensive for us": (2,)}


def test_loads_and_ages(cast: Cast, desk: HelpDesk) -> None:
    take_case(user=desk.salma, case=desk.case)
    waiting = make_case(cast, "سؤال")
    Case.objects.filter(pk=waiting.pk).update(asked_at=timezone.now() - datetime.timedelta(days=45))
    whole = {shown.table.code: rows(shown) for shown in figures.desk_tables(cast.secretariat)}
    assert whole["loads"] == {"Salma": (1, 5, 0), "Bruno": (0, 5, 0)}
    assert whole["open-by-age"]["up to 3 days"] == (1, 0)
    assert whole["open-by-age"]["up to 90 days"] == (1, 1)


@pytest.mark.parametrize("who", ["stranger", "clerk", "salma"])
def test_whole_figures_are_for_the_secretariat(cast: Cast, desk: HelpDesk, client: Client, who: str) -> None:
    client.force_login(getattr(cast, who, None) or getattr(desk, who))
    for path in ("figures/desk/", "figures/desk/loads.csv"):
        assert client.get(f"/fr/help-desk/{path}").status_code == 403
    assert client.get("/fr/help-desk/figures/loads.csv").status_code == 404
    for language in ("ar", "fr", "en"):
        assert client.get(f"/{language}/help-desk/figures/").status_code == 200
    with pytest.raises(NotFound):
        figures.table_for(cast.secretariat, "nothing", is_whole=True)


def test_table_for_a_spreadsheet_runs_nothing(cast: Cast, desk: HelpDesk, client: Client) -> None:
    desk.salma.name = "=HYPERLINK(1)"
    desk.salma.save()
    client.force_login(cast.secretariat)
    assert client.get("/fr/help-desk/figures/desk/").status_code == 200
    told = client.get("/fr/help-desk/figures/desk/loads.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in {line[0] for line in csv.reader(io.StringIO(told))}


def test_figures_take_a_fixed_number_of_queries(cast: Cast, desk: HelpDesk) -> None:
    counts = []
    for _turn in range(2):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            figures.desk_tables(cast.secretariat)
        counts.append(len([q for q in queries if "django_cache" not in q["sql"] and "support_" in q["sql"]]))
        answered_after(cast, 1, 2)
    assert counts[0] == counts[1]


def test_part_of_other_people(cast: Cast, closed: HelpDesk) -> None:
    nothing: Any = recommendations_of(closed.case, cast.loos_mayor)
    assert not nothing
    assert not nothing.may_publish
