"""The home page: figures computed, drafts not counted, a constant number of queries."""

from typing import Any

import pytest
from django.test import Client

from seguia.config.testing import Cast, make_action
from seguia.portal.queries import Figures, network_figures, themes_with_counts

QUERIES = 5
"""Figures, themes, newest sheets, their themes."""


def test_figures_count_published_sheets_only(cast: Cast) -> None:
    assert network_figures() == Figures(actions=2, towns=2, countries=2, languages=3)


def test_theme_counts_include_concepts_below(cast: Cast) -> None:
    cast.draft.themes.add(cast.waste)
    assert {theme.slug: theme.action_count for theme in themes_with_counts()} == {"waste": 1, "energy": 1}


def test_theme_counts_a_sheet_once(cast: Cast) -> None:
    cast.french_action.themes.add(cast.waste)
    assert {theme.slug: theme.action_count for theme in themes_with_counts()} == {"waste": 1, "energy": 1}


@pytest.mark.parametrize("more", [0, 3])
def test_home_has_constant_queries(cast: Cast, client: Client, django_assert_num_queries: Any, more: int) -> None:
    for number in range(more):
        make_action(cast.loos_town, {"ar": f"إجراء {number}"}, status="published").themes.add(cast.waste)
    with django_assert_num_queries(QUERIES):
        client.get("/ar/")


def test_examples_lead_to_search(cast: Cast, client: Client) -> None:
    html = client.get("/en/").content.decode()
    assert 'href="/en/search/?q=collecting%20rainwater"' in html
