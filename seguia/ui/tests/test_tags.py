"""The tags of every template."""

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from seguia.ui.addresses import query_without
from seguia.ui.templatetags.seguia import page_window


def _rendered(source: str, **context: object) -> str:
    with translation.override("fr"):
        return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("page", "pages", "window"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
        (2, 4, [1, 2, 3, 4]),
    ],
)
def test_page_window_shows_ends_and_neighbours(page: int, pages: int, window: list[int | None]) -> None:
    assert page_window(page, pages) == window


def test_text_marks_language_and_direction_of_another_language() -> None:
    value = {"ar": "التسميد"}
    assert _rendered("{% text value %}", value=value) == '<bdi lang="ar" dir="rtl">التسميد</bdi>'


def test_text_in_wanted_language() -> None:
    value = {"ar": "التسميد", "fr": "Compostage", "en": "Composting"}
    assert _rendered('{% text value "fr" language="en" %}', value=value) == '<bdi lang="en" dir="ltr">Composting</bdi>'


def test_query_without_removes_one_value_and_the_page() -> None:
    query = QueryDict("theme=water&theme=waste&q=eau&page=3")
    assert query_without(query, "theme", "water") == "?theme=waste&q=eau"


def test_pagination_keeps_the_question(rf: RequestFactory) -> None:
    request = rf.get("/fr/search/?q=ماء&theme=water&page=2")
    html = _rendered('{% include "ui/parts/pagination.html" with page=2 pages=3 %}', request=request)
    assert 'href="?q=%D9%85%D8%A7%D8%A1&amp;theme=water&amp;page=3" rel="next"' in html


def test_locator_writes_figures_with_points() -> None:
    """SVG does not understand a decimal comma, whatever the page's language."""
    html = _rendered("{% locator 35.1714 -5.2697 'x' %}")
    assert 'viewBox="-16.27 -41.17 22 12"' in html
