"""The order of results: nearest first, small signals small, towns like mine where that is asked for, never too many."""

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from seguia.core.errors import Invalid
from seguia.search import ranking, registry
from seguia.search.changes import mark_changed
from seguia.search.engine import search
from seguia.search.index.document import Document, Texts
from seguia.search.index.follower import follow_changes
from seguia.search.index.numbering import kind_and_id, number_of, numbers_of_kinds
from seguia.search.query.build import Boosts, _evened
from seguia.search.query.translation import Group
from seguia.search.request import SearchRequest
from seguia.search.tests.conftest import Shelf, find, numbers

COMPOST = {"fr": "Le compost de la ville"}


@pytest.fixture
def few_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a thousand were five."""
    monkeypatch.setattr(ranking, "NEAREST", 5)
    monkeypatch.setattr(ranking, "LEAST", 2)


@pytest.fixture
def liking_place_2() -> Iterator[None]:
    """The reader's place is as like place 2 as can be, half like place 1, and cannot be compared with others."""
    before = list(registry._LIKENESS)

    def find_likeness(reference: str) -> Any:
        def likeness(places: Sequence[int]) -> list[float | None]:
            return [{1: 0.5, 2: 1.0}.get(place) for place in places]

        return likeness if reference == "hcp:1" else None

    registry.register_likeness(find_likeness)
    yield
    registry._LIKENESS[:] = before


def fill(site: Shelf, count: int, **fields: Any) -> None:
    for number in range(1, count + 1):
        site.change(number, COMPOST, facets={"country": ["MA" if number % 4 == 0 else "FR"]}, date=number, **fields)
    follow_changes()


def test_completeness_and_freshness_only_break_ties(site: Shelf) -> None:
    recent = 1_790_000_000
    site.change(1, COMPOST, date=1_300_000_000)
    site.change(2, COMPOST, date=recent)
    site.change(3, COMPOST, date=1_300_000_000, completeness=1.0)
    site.change(4, {"fr": "Le tri et le compost de la ville"}, date=1_300_000_000)
    follow_changes()
    assert numbers("compost")[:3] == [3, 2, 1]
    assert numbers("tri compost")[0] == 4


def test_towns_like_mine_come_first_where_that_is_asked_for(site: Shelf, liking_place_2: None) -> None:
    for number in (1, 2, 3):
        site.change(number, COMPOST, place=number)
    site.change(4, {"fr": "Le compost, le compost, le compost"}, place=9)
    follow_changes()
    assert numbers("compost")[0] == 4
    page = find("compost", like="hcp:1")
    assert page.hits[0].object_id == 2
    assert {hit.object_id: hit.likeness for hit in page.hits} == {1: 0.5, 2: 1.0, 3: None, 4: None}
    assert page.count == find("compost").count
    assert {hit.likeness for hit in find("compost").hits} == {None}


def test_without_words_likeness_alone_orders(site: Shelf, liking_place_2: None) -> None:
    for number in (1, 2, 3):
        site.change(number, COMPOST, place=number, date=1_300_000_000 - number)
    follow_changes()
    assert numbers("", like="hcp:1") == [2, 1, 3]
    assert numbers("") == [1, 2, 3]
    assert numbers("", like="hcp:1", page=2, page_size=2) == [3]


def test_place_nobody_knows_changes_nothing(site: Shelf, liking_place_2: None) -> None:
    fill(site, 3)
    assert numbers("compost", like="hcp:9") == numbers("compost")


def test_place_that_cannot_be_one_is_refused() -> None:
    for like in ("<script>", "a b", "x" * 80):
        with pytest.raises(Invalid):
            SearchRequest.from_query(_Parameters({"like": like}), "fr")
    assert SearchRequest.from_query(_Parameters({"like": "hcp:1510101"}), "fr").like == "hcp:1510101"


class _Parameters(dict[str, str]):
    def getlist(self, key: str, /) -> list[str]:
        return [self[key]] if key in self else []


def test_more_than_the_nearest_are_not_counted_but_announced(site: Shelf, few_nearest: None) -> None:
    fill(site, 12)
    page = find("compost")
    assert (page.count, page.is_capped) == (5, True)
    assert sum(value.count for value in page.facets[1].values) == 5
    assert not find("compost", filters={"country": ["MA"]}).is_capped
    assert not find("").is_capped
    assert find("").count == 12


def test_filter_reaches_beyond_the_nearest(site: Shelf, few_nearest: None) -> None:
    """What is not among the nearest of all is found among the nearest of the filter."""
    fill(site, 12)
    assert set(numbers("compost", filters={"country": ["MA"]})) == {4, 8, 12}


def test_other_kind_does_not_crowd_out_the_one_asked_for(
    site: Shelf, few_nearest: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The only page that tells of compost is found, though a dozen sheets tell more of it."""
    long = {"fr": Texts("Une page de la ville", "", "Un texte qui parle de tout " * 20 + "et de compost.")}
    rare = registry.Source("rare", lambda ids: [Document("rare", number, long, "fr") for number in ids], lambda: [1])
    monkeypatch.setitem(registry._SOURCES, "rare", rare)
    mark_changed("rare", 1)
    fill(site, 12)
    hits = search(SearchRequest("compost", "fr", kinds=("rare",))).hits
    assert [(hit.kind, hit.object_id) for hit in hits] == [("rare", 1)]
    assert {hit.kind for hit in find("compost").hits} == {"text"}


def test_sorting_by_newest_takes_the_nearest_only(site: Shelf) -> None:
    fill(site, 4)
    site.change(9, {"fr": "Une ville"}, date=99)
    follow_changes()
    assert numbers("compost de la ville", sort="newest")[0] in (4, 9)
    assert numbers("compost", sort="newest") == [4, 3, 2, 1]


def test_next_page_and_filters_use_what_was_read_before(site: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(site, 6)
    find("compost", page_size=2)
    monkeypatch.setattr(ranking, "_pool_of", lambda *_: pytest.fail("read again"))
    assert len(numbers("compost", page=2, page_size=2)) == 2
    assert set(numbers("compost", filters={"country": ["MA"]})) == {4}


def test_change_makes_what_was_read_before_void(site: Shelf) -> None:
    fill(site, 2)
    assert set(numbers("compost")) == {1, 2}
    site.change(3, COMPOST)
    follow_changes()
    assert set(numbers("compost")) == {1, 2, 3}


def test_rare_translation_is_held_back() -> None:
    """Without evening a word of one text in a thousand would win over the word itself."""
    frequencies = {"dechet": 400, "ordur": 1, "nowher": 0}
    searcher = SimpleNamespace(num_docs=1_000, doc_freq=lambda _field, stem: frequencies[stem])
    group = Group("déchets", {("fr", "dechet"): 1.0, ("fr", "ordur"): 0.4, ("en", "nowher"): 0.9})
    evened = _evened(searcher, group, Boosts())  # type: ignore[arg-type]
    assert ("en", "nowher") not in evened
    assert evened["fr", "ordur"] < 0.4
    assert evened["fr", "dechet"] == pytest.approx(1.0, abs=0.01)
    left = _evened(searcher, group, Boosts(evening=0.0))  # type: ignore[arg-type]
    assert left["fr", "ordur"] == 0.4


def test_number_says_kind_and_object() -> None:
    known = numbers_of_kinds(["action", "news"])
    assert len(known) == 2
    assert kind_and_id(known, number_of("news", 7)) == ("news", 7)
    assert kind_and_id(known, number_of("page", 7))[0] == ""
    assert number_of("action", (1 << 44) - 1) < 1 << 63
    for wrong in (-1, 1 << 44):
        with pytest.raises(OverflowError):
            number_of("action", wrong)
