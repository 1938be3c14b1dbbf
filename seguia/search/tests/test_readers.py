"""Readers beside a writer: no error page, no half state, no waiting."""

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from seguia.search import state
from seguia.search.index import store as store_module
from seguia.search.index.checkpoint import Checkpoint
from seguia.search.index.document import Document, Texts
from seguia.search.index.follower import follow_changes, rebuild
from seguia.search.index.schema import CHECKPOINT, prepared
from seguia.search.index.store import IndexMissing, IndexStore
from seguia.search.lexicon.table import TranslationTable, save_table
from seguia.search.query.spelling import KnownWords, Speller
from seguia.search.state import open_state
from seguia.search.tests.conftest import KIND, Shelf, find, numbers


def document(number: int, title: str) -> Document:
    return Document(KIND, number, {"fr": Texts(title)}, "fr")


@pytest.fixture
def shop(tmp_path: Path, table: TranslationTable) -> IndexStore:
    """An index of fifty texts, without a database."""
    shop = IndexStore(tmp_path / "index")
    shop.build(prepared(document(n, f"Fiche {n} compost")) for n in range(50))
    save_table(table, shop.lexicon_path)
    return shop


def test_view_of_an_old_generation_survives_its_removal(shop: IndexStore) -> None:
    old = shop.view()
    shop.build([prepared(document(1, "Neuf"))])
    assert not (shop.folder / old.generation).exists()
    assert old.searcher.num_docs == 51
    keys = {old.searcher.doc(address)["key"][0] for _, address in old.searcher.search(_all(), 100).hits}
    assert keys == {CHECKPOINT, *(f"text:{n}" for n in range(50))}
    assert len(old.searcher.terms_with_prefix("stem_fr", "")) > 0
    assert shop.view().searcher.num_docs == 2


def _all() -> Any:
    return store_module.tantivy.Query.all_query()


def test_only_the_current_generation_is_kept(shop: IndexStore) -> None:
    (shop.folder / "g-half-built").mkdir()
    shop.build([])
    assert [path.name for path in shop.folder.glob("g-*")] == [shop.view().generation]


def test_reader_that_comes_between_switch_and_removal_takes_the_new_one(
    shop: IndexStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = IndexStore(shop.folder)
    old = reader.stamp()
    shop.build([prepared(document(1, "Neuf"))])
    answers = iter([old])
    stamp = IndexStore.stamp
    monkeypatch.setattr(IndexStore, "stamp", lambda self: next(answers, None) or stamp(self))
    assert reader.view().searcher.num_docs == 2


def test_every_commit_is_seen_by_another_process(shop: IndexStore) -> None:
    reader = IndexStore(shop.folder)
    for count in range(5):
        shop.apply([prepared(document(100 + count, "Neuf"))], [], Checkpoint(count))
        assert reader.view().searcher.num_docs == 52 + count
        assert reader.checkpoint().change == count
    assert reader.view() is reader.view()


def test_searches_go_on_while_the_index_is_rebuilt(site: Shelf, node: IndexStore) -> None:
    for number in range(30):
        site.put(number, {"fr": f"Le compost {number}"})
    rebuild()
    stop, wrong = threading.Event(), []

    def read() -> None:
        reader = IndexStore(node.folder)
        while not stop.is_set():
            found = open_state(reader).searcher.search(_all(), 100).count  # type: ignore[attr-defined]
            if found != 31:
                wrong.append(found)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(6):
        rebuild()
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_threads_keep_the_old_state_while_one_loads(shop: IndexStore, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_state(shop)
    loading, go_on = threading.Event(), threading.Event()
    load = state.load_table

    def slow(path: Path) -> TranslationTable:
        loading.set()
        assert go_on.wait(10)
        return load(path)

    monkeypatch.setattr(state, "load_table", slow)
    save_table(TranslationTable(), shop.lexicon_path)
    opened: list[state.SearchState] = []
    loader = threading.Thread(target=lambda: opened.append(open_state(shop)))
    loader.start()
    assert loading.wait(10)
    assert open_state(shop) is first
    go_on.set()
    loader.join()
    assert opened[0] is not first
    assert open_state(shop) is opened[0]


def test_first_readers_wait_for_one_load(shop: IndexStore, monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[Path] = []
    load = state.load_table
    monkeypatch.setattr(state, "load_table", lambda path: loads.append(path) or load(path))
    opened: list[state.SearchState] = []
    threads = [threading.Thread(target=lambda: opened.append(open_state(shop))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in opened}) == len(loads) == 1


def test_vocabulary_is_loaded_again_only_when_it_changed(shop: IndexStore, table: TranslationTable) -> None:
    before = open_state(shop)
    shop.apply([prepared(document(99, "Neuf"))], [], Checkpoint(1))
    after = open_state(shop)
    assert after is not before
    assert after.table is before.table
    assert after.speller.words is before.speller.words
    save_table(table, shop.lexicon_path)
    assert open_state(shop).table is not before.table


def damage_meta(folder: Path) -> None:
    (folder / "meta.json").write_text("{broken")


def damage_segments(folder: Path) -> None:
    for path in folder.glob("*.term"):
        path.unlink()


def empty_segments(folder: Path) -> None:
    """New empty files in their place: to cut a file that is open in memory would end the process."""
    for path in folder.glob("*.store"):
        path.unlink()
        path.write_bytes(b"")


@pytest.mark.parametrize("damage", [damage_meta, damage_segments, empty_segments, shutil.rmtree])
def test_damaged_index_is_a_page_and_is_rebuilt(site: Shelf, node: IndexStore, damage: Any) -> None:
    site.put(1, {"fr": "Le compost"})
    rebuild()
    assert numbers("compost") == [1]
    damage(node.folder / node.view().generation)
    node.__init__(node.folder)  # type: ignore[misc] -- as another process sees it
    with pytest.raises(IndexMissing):
        node.view()
    state._opened.clear()
    assert not find("compost").is_ready
    follow_changes()
    assert numbers("compost") == [1]


@pytest.mark.parametrize("content", ["", "{", "[]", "\x00"])
def test_damaged_lexicon_is_a_page(site: Shelf, node: IndexStore, content: str) -> None:
    node.lexicon_path.write_text(content)
    assert not find("compost").is_ready


class PanicException(BaseException):
    """As the binding raises it."""


@pytest.mark.parametrize("error", [PanicException("assertion failed"), ValueError("corrupt"), OSError("gone")])
def test_trouble_in_the_engine_is_a_page_and_in_the_log(
    site: Shelf, node: IndexStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Any
) -> None:
    class Broken:
        def search(self, *args: Any) -> Any:
            raise error

    good = open_state(node)
    broken = state.SearchState(Broken(), good.schema, good.table, good.speller)  # type: ignore[arg-type]
    monkeypatch.setattr("seguia.search.engine.open_state", lambda store: broken)
    assert not find("").is_ready
    assert "the search index cannot be read" in caplog.text


def test_faults_of_our_own_are_not_hidden(site: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> Any:
        raise TypeError("ours")

    monkeypatch.setattr("seguia.search.ranking.word_query", broken)
    with pytest.raises(TypeError):
        find("compost")


def test_panic_while_writing_gives_the_lock_back(shop: IndexStore) -> None:
    def panicking() -> Any:
        yield prepared(document(1, "Un"))
        raise PanicException("unreachable")

    with pytest.raises(OSError, match="could not be written"):
        shop.apply(panicking(), [], Checkpoint(5))
    assert shop.checkpoint().change == 0
    shop.apply([], [], Checkpoint(6))
    assert shop.checkpoint().change == 6


def test_known_words_are_bounded_and_kept_across_commits(
    shop: IndexStore, table: TranslationTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seguia.search.query.spelling.MOST_TERMS", 3)
    shop.build(prepared(document(n, f"Chicoutimi motrare{n}")) for n in range(20))
    searcher = shop.view().searcher
    words = KnownWords(table)
    speller = Speller(table, searcher, words)
    assert [near.written for near in speller.near("chicoutim", "fr")] == ["chicoutimi"]
    assert sum(map(len, words._gathered["fr"][1].values())) <= len(table.written_words("fr")) + 3
    gathered = words._gathered["fr"]
    Speller(table, searcher, words).near("chicoutimy", "fr")
    assert words._gathered["fr"] is gathered
    monkeypatch.setattr("seguia.search.query.spelling.FRESH", -1.0)
    words.near_length("fr", 5, 1, None)
    assert words._gathered["fr"] is not gathered


def test_store_without_a_folder_has_no_index(tmp_path: Path) -> None:
    empty = IndexStore(tmp_path / "nothing")
    assert not empty.exists
    for ask in (empty.view, empty.checkpoint, empty.digests, empty.stamp, lambda: open_state(empty)):
        with pytest.raises(IndexMissing):
            ask()
    with pytest.raises(IndexMissing):
        empty.apply([], [], Checkpoint())
