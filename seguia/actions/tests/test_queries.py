"""Reads: constant query counts, order, what is left out."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from seguia.actions import services
from seguia.actions.content import snapshot
from seguia.actions.models import Action
from seguia.actions.queries import SheetRequest, action_for, actions_by_id, sheet, town_section
from seguia.actions.search import CostClass, action_documents, cost_class
from seguia.actions.tests.sheets import published
from seguia.config.testing import Cast, make_action
from seguia.search.index.document import Document
from seguia.search.registry import facet_kinds, sources


def with_rows(cast: Cast, number: int) -> Action:
    action = published(cast)
    content = snapshot(action)
    content["steps"] = [{"key": f"stepnr{n:02}", "title": {"ar": f"خطوة {n}"}, "text": {}} for n in range(number)]
    content["results"] = [
        {"key": f"resunr{n:02}", "indicator": "trees", "label": {}, "value": str(n), "unit": "trees", "year": 2024,
         "kind": "measured", "method": {}} for n in range(number)
    ]  # fmt: skip
    content["themes"] = ["composting", "waste", "energy"][:number]
    content["goals"] = ["12", "12.5"][:number]
    content["places"] = ["insee-com:62528"]
    services.save_action(action, user=cast.clerk, base_version=action.version, content=content)
    return action


@pytest.mark.parametrize("number", [1, 3])
def test_sheet_takes_the_same_queries_whatever_the_rows(number, cast, django_assert_num_queries):
    action = with_rows(cast, number)
    with django_assert_num_queries(14):
        found = action_for(AnonymousUser(), action.public_id, with_rows=True)
        context = sheet(found, AnonymousUser(), SheetRequest())
    assert len(context["texts"].steps) == number
    with django_assert_num_queries(16):
        sheet(action_for(cast.clerk, action.public_id, with_rows=True), cast.clerk)


def test_sheet_buttons_follow_role_and_state(cast):
    def deeds(user) -> set[str]:
        action = action_for(user, cast.arabic_action.public_id, with_rows=True)
        return {deed for deed, may in sheet(action, user)["may"].items() if may}

    assert deeds(AnonymousUser()) == set()
    assert deeds(cast.clerk) == {"edit"}
    assert deeds(cast.mayor) == {"edit", "archive"}
    assert deeds(cast.secretariat) == {"archive"}


def test_actions_by_id_keeps_the_order_and_leaves_out_what_is_not_public(cast, django_assert_num_queries):
    ids = [cast.draft.pk, cast.french_action.pk, 10**9, cast.arabic_action.pk]
    with django_assert_num_queries(2):
        assert actions_by_id(ids) == [cast.french_action, cast.arabic_action]
    with django_assert_num_queries(2):
        assert actions_by_id([cast.arabic_action.pk]) == [cast.arabic_action]


def test_town_section_lists_the_town_its_region_and_its_country(cast):
    for territory in (cast.chefchaouen, cast.north, cast.morocco):
        template, context = town_section(territory)
        assert (template, context["actions"]) == ("actions/town_section.html", [cast.arabic_action])
    cast.arabic_action.places.add(cast.loos)
    assert set(town_section(cast.loos)[1]["actions"]) == {cast.arabic_action, cast.french_action}


def test_document_holds_what_search_needs(cast):
    cast.french_action.cost = 250_000
    cast.french_action.cost_currency = "EUR"
    cast.french_action.save()
    [document] = action_documents([cast.french_action.pk, cast.draft.pk])
    assert isinstance(document, Document)
    assert document.facets == {
        "theme": ["waste"], "sdg": ["12", "12.5"], "country": ["FR"], "region": ["insee-reg:32"],
        "size": ["under-10000"], "trait": ["urban"], "stage": ["done"], "cost": ["100k-1m"], "language": ["fr"],
    }  # fmt: skip
    assert document.concepts == ["composting", "waste"]
    assert {"لوس أون غويل", "Loos-en-Gohelle", "62528", "Hauts-de-France", "فرنسا", "FR"} <= set(document.names)
    assert (document.population, document.date) == (6576, 1767603600)
    assert document.texts["fr"].title == "Le compostage au pied des immeubles"
    assert 0 < document.completeness < 1


def test_documents_of_drafts_do_not_exist(cast):
    assert list(action_documents([cast.draft.pk])) == []


def test_document_body_is_in_reading_order(cast):
    action = with_rows(cast, 1)
    [document] = action_documents([action.pk])
    assert document.texts["ar"].body == "ركبت الجماعة خزانات في ست مدارس.\nخطوة 0"


@pytest.mark.parametrize("number", [1, 3])
def test_documents_take_the_same_queries_whatever_their_number(number, cast, django_assert_num_queries):
    ids = []
    for n in range(number):
        action = make_action(cast.loos_town, {"fr": f"Jardin {n}"}, status="published", done={"fr": "Un jardin."})
        action.themes.add(cast.composting)
        action.goals.add(cast.target)
        action.steps.create(title={"fr": "Bêcher"})
        ids.append(action.pk)
    with django_assert_num_queries(15):
        assert len(list(action_documents(ids))) == number


@pytest.mark.parametrize(
    ("cost", "currency", "found"),
    [
        (None, "", CostClass.UNKNOWN),
        (0, "MAD", CostClass.NONE),
        (100_000, "MAD", CostClass.UNDER_10K),
        (1_000_000, "MAD", CostClass.UNDER_100K),
        (999_999, "EUR", CostClass.UNDER_1M),
        (1_000_000, "EUR", CostClass.OVER_1M),
    ],
)
def test_cost_class_is_an_order_of_magnitude_in_euros(cost, currency, found):
    assert cost_class(None if cost is None else Decimal(cost), currency) == found


def test_search_knows_actions_and_their_facets(cast):
    assert list(sources()["action"].all_ids()) == [cast.arabic_action.pk, cast.french_action.pk]
    names = ["theme", "sdg", "country", "region", "size", "trait", "stage", "cost", "language"]
    assert [name for name in facet_kinds() if name in names] == names
    labels = facet_kinds()
    assert labels["theme"].labels(["waste", "nothing"], "ar") == {"waste": "النفايات"}
    assert labels["region"].labels(["insee-reg:32"], "ar") == {"insee-reg:32": "Hauts-de-France"}
    assert labels["sdg"].labels(["12"], "fr") == {"12": "12 Consommation"}
    assert labels["country"].labels(["MA"], "ar") == {"MA": "المغرب"}
