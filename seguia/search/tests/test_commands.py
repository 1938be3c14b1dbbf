"""The commands `search` and `index`."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from seguia.search import registry
from seguia.search.index import follower
from seguia.search.index.document import Document, Texts
from seguia.search.index.follower import rebuild
from seguia.search.index.store import IndexStore
from seguia.search.registry import Source
from seguia.search.tests.conftest import Shelf


@pytest.fixture
def actions(site: Shelf, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Two actions and a text."""
    found = {
        5: Document(
            "action", 5, {"ar": Texts("فرز النفايات <b>", "", "بدأ فرز النفايات في كل الأحياء.")}, "ar", date=2
        ),
        6: Document("action", 6, {"fr": Texts("Le compost & la ville")}, "fr", date=1),
    }
    monkeypatch.setattr(registry, "_SOURCES", {})
    registry.register_source(Source("action", lambda ids: [found[i] for i in ids if i in found], lambda: found))
    rebuild()
    return site


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_search_tells_what_it_found(actions: Shelf) -> None:
    assert run("search", "tri des déchets") == ("1\n  1. [ar] فرز النفايات <b>  (tri = فرز; déchets = النفايات)\n")


def test_search_as_data(actions: Shelf) -> None:
    page = json.loads(run("search", "compostge", "--json", "--language", "fr", "--limit", "1"))
    (item,) = page.pop("items")
    assert page == {"count": 1, "did_you_mean": "compost"} or page == {"count": 1, "did_you_mean": "compostage"}
    assert item.pop("score") > 0
    assert item == {
        "kind": "action",
        "id": 6,
        "language": "fr",
        "title": "Le compost & la ville",
        "passage": "",
        "found_through": [],
    }


def test_search_that_finds_nothing(actions: Shelf) -> None:
    assert run("search", "zzzz") == "0\n"
    assert json.loads(run("search", "", "--json"))["count"] == 2


@pytest.mark.parametrize("arguments", [("--limit", "0"), ("--limit", "abc"), ("--limit", "101"), ("--language", "xx")])
def test_search_refuses_nonsense(actions: Shelf, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run("search", "eau", *arguments)


def test_search_builds_the_first_index_itself(actions: Shelf, node: IndexStore) -> None:
    (node.folder / "current").unlink()
    assert run("search", "compost").startswith("1\n")


def test_without_an_index_commands_say_what_to_do(actions: Shelf, node: IndexStore) -> None:
    (node.folder / "current").unlink()
    with IndexStore(node.folder).writing():
        for command in (("search", "eau"), ("index", "check")):
            with pytest.raises(CommandError, match="index rebuild"):
                run(*command)


def test_index_is_rebuilt_and_checked(actions: Shelf) -> None:
    assert run("index", "rebuild") == "2 documents indexed\n"
    assert run("index", "check") == "2 documents, index and database are equal\n"


def test_check_names_what_differs(actions: Shelf, node: IndexStore) -> None:
    node.apply([], ["action:5"], node.checkpoint())
    with pytest.raises(CommandError, match="missing \\['action:5'\\]"):
        run("index", "check")


def test_rebuild_beside_another_writer_says_so(
    actions: Shelf, node: IndexStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "PATIENCE", 0.0)
    with IndexStore(node.folder).writing(), pytest.raises(CommandError, match="Another process"):
        run("index", "rebuild")


def test_index_knows_two_verbs(db: None) -> None:
    with pytest.raises(CommandError):
        run("index", "delete")
