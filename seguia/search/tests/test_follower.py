"""The index equals the database, whatever happens between two commits."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from seguia.core.worker import _JOBS
from seguia.search.changes import (
    KEPT,
    VOCABULARY,
    forget_old_changes,
    mark_changed,
    mark_many_changed,
    mark_vocabulary_changed,
)
from seguia.search.index import follower, store
from seguia.search.index.follower import check_index, follow_changes, rebuild
from seguia.search.index.store import IndexStore
from seguia.search.models import Change
from seguia.search.tests.conftest import Shelf, find, numbers
from seguia.vocabulary.changes import tell_changed
from seguia.vocabulary.models import Concept, LexiconEntry


@pytest.fixture
def three(site: Shelf, node: IndexStore) -> Shelf:
    """Three documents in the index."""
    site.change(1, {"ar": "غرس الأشجار"})
    site.change(2, {"fr": "Planter des arbres"})
    site.change(3, {"fr": "Le compost"})
    assert follow_changes() == 3
    return site


def everything() -> list[int]:
    return sorted(numbers(""))


def test_change_is_found_after_following(three: Shelf) -> None:
    three.change(2, {"fr": "Éclairage public"})
    assert numbers("éclairage") == []
    assert follow_changes() == 1
    assert numbers("éclairage") == [2]
    assert numbers("arbres") == [1]
    assert follow_changes() == 0
    assert check_index().is_equal


def test_removal_is_followed(three: Shelf) -> None:
    three.remove(1)
    follow_changes()
    assert everything() == [2, 3]
    assert check_index().is_equal


def test_unmarked_change_is_not_followed_but_check_tells_all(three: Shelf) -> None:
    three.put(2, {"fr": "Éclairage public"})
    three.put(4, {"fr": "Nouveau"})
    del three.documents[1]
    follow_changes()
    found = check_index()
    assert (found.missing, found.surplus, found.different) == (["text:4"], ["text:1"], ["text:2"])
    assert (found.documents, found.failing, found.is_equal) == (3, [], False)
    assert rebuild() == 3
    assert check_index().is_equal


def test_order_of_codes_makes_no_difference_and_values_do(three: Shelf) -> None:
    three.change(2, {"fr": "Arbres"}, facets={"country": ["MA", "FR"], "theme": ["a"]}, concepts=["x", "y"])
    follow_changes()
    three.put(2, {"fr": "Arbres"}, facets={"theme": ["a"], "country": ["FR", "MA"]}, concepts=["y", "x"])
    assert check_index().is_equal
    three.put(2, {"fr": "Arbres"}, facets={"theme": ["b"], "country": ["FR", "MA"]}, concepts=["y", "x"])
    assert check_index().different == ["text:2"]


def test_change_that_is_rolled_back_is_not_followed(three: Shelf) -> None:
    with transaction.atomic():
        three.change(2, {"fr": "Éclairage"})
        transaction.set_rollback(True)
    assert follow_changes() == 0


def test_many_changes_are_followed_in_turns(three: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "MOST_CHANGES", 2)
    for number in range(10, 15):
        three.change(number, {"fr": f"Fiche {number}"})
    assert [follow_changes() for _ in range(4)] == [2, 2, 1, 0]
    assert check_index().is_equal


def test_changes_of_kinds_nobody_registered_do_no_harm(three: Shelf) -> None:
    mark_many_changed([("unknown", 5), ("unknown", 6)])
    mark_many_changed([])
    assert follow_changes() == 2
    assert everything() == [1, 2, 3]


class Crash(BaseException):
    """The process ends here."""


def crash(*args: Any, **kwargs: Any) -> Any:
    raise Crash


def crash_before_documents(patch: pytest.MonkeyPatch, shelf: Shelf) -> None:
    patch.setattr(follower, "gather", crash)


def crash_before_commit(patch: pytest.MonkeyPatch, shelf: Shelf) -> None:
    patch.setattr(store.Checkpoint, "as_document", crash)


def crash_after_commit(patch: pytest.MonkeyPatch, shelf: Shelf) -> None:
    apply = IndexStore.apply

    def applied(self: IndexStore, *args: Any) -> None:
        apply(self, *args)
        raise Crash

    patch.setattr(IndexStore, "apply", applied)


@pytest.mark.parametrize("crashing", [crash_before_documents, crash_before_commit, crash_after_commit])
def test_crash_at_any_step_of_following_loses_and_doubles_nothing(
    three: Shelf, node: IndexStore, crashing: Callable[[pytest.MonkeyPatch, Shelf], None]
) -> None:
    before = node.checkpoint()
    three.change(2, {"fr": "Éclairage public"})
    three.remove(3)
    with pytest.MonkeyPatch.context() as patch:
        crashing(patch, three)
        with pytest.raises(Crash):
            follow_changes()
    is_committed = crashing is crash_after_commit
    assert (node.checkpoint().change > before.change) is is_committed
    assert find("").count == (2 if is_committed else 3)
    assert follow_changes() == (0 if is_committed else 2)
    assert everything() == [1, 2]
    assert check_index().is_equal


@pytest.mark.parametrize("place", ["add", "checkpoint", "switch"])
def test_crash_while_rebuilding_leaves_the_old_index(three: Shelf, node: IndexStore, place: str) -> None:
    generation = node.view().generation
    three.put(4, {"fr": "Éclairage"})
    with pytest.MonkeyPatch.context() as patch:
        if place == "add":
            patch.setattr(follower, "gather_all", crash)
        elif place == "checkpoint":
            patch.setattr(store.Checkpoint, "as_document", crash)
        else:
            patch.setattr(IndexStore, "_switch", crash)
        with pytest.raises(Crash):
            rebuild()
    assert node.view().generation == generation
    assert everything() == [1, 2, 3]
    assert rebuild() == 4
    assert [path.name for path in node.folder.glob("g-*")] == [node.view().generation]


def test_change_between_reading_and_switching_is_not_lost(three: Shelf) -> None:
    gather_all = follower.gather_all

    def and_then_a_change() -> Any:
        yield from gather_all()
        three.change(2, {"fr": "Éclairage"})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(follower, "gather_all", and_then_a_change)
        rebuild()
    assert numbers("éclairage") == []
    assert follow_changes() == 1
    assert numbers("éclairage") == [2]
    assert check_index().is_equal


def test_second_writer_is_told_no(three: Shelf, node: IndexStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "PATIENCE", 0.1)
    three.change(2, {"fr": "Éclairage"})
    with node.writing() as first, IndexStore(node.folder).writing() as second:
        assert (first, second) == (True, False)
        assert follow_changes() == 0
        assert rebuild() == -1
    assert follow_changes() == 1


def test_document_that_raises_holds_up_nobody_and_is_not_forgotten(
    three: Shelf, node: IndexStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    three.raising[2] = KeyError("title")
    for number in (1, 2, 3, 4):
        three.change(number, {"fr": f"Éclairage {number}"})
    assert follow_changes() == 4
    assert "text:2 cannot be read or indexed" in caplog.text
    assert sorted(numbers("éclairage")) == [1, 3, 4]
    assert node.checkpoint().failing == ["text:2"]
    found = check_index()
    assert (found.failing, found.missing, found.is_equal) == (["text:2"], [], False)
    del three.raising[2]
    assert check_index().failing == ["text:2"]
    monkeypatch.setattr(follower, "_tried_at", {})
    assert follow_changes() == 0
    assert sorted(numbers("éclairage")) == [1, 2, 3, 4]
    assert check_index().is_equal


def test_document_that_failed_is_not_tried_at_every_turn(three: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "_tried_at", {})
    three.raising[2] = ValueError("broken")
    mark_changed("text", 2)
    follow_changes()
    tried: list[int] = []
    monkeypatch.setattr(
        follower, "gather", lambda source, ids: tried.append(1) or follower.Gathered(failing=["text:2"])
    )
    follow_changes()
    follow_changes()
    assert tried == [1]


def test_document_that_cannot_be_stored_is_failing_too(three: Shelf, node: IndexStore) -> None:
    three.change(4, {"fr": "Une ville de trop"}, population=10**30)
    follow_changes()
    assert node.checkpoint().failing == ["text:4"]
    rebuild()
    assert node.checkpoint().failing == ["text:4"]
    assert everything() == [1, 2, 3]


def test_database_that_does_not_answer_is_no_fault_of_a_document(three: Shelf, node: IndexStore) -> None:
    three.raising[2] = OperationalError("database is locked")
    three.change(2, {"fr": "Éclairage"})
    with pytest.raises(OperationalError):
        follow_changes()
    three.raising.clear()
    assert follow_changes() == 1
    assert check_index().is_equal


def test_deleted_index_is_rebuilt_and_readers_recover(three: Shelf, node: IndexStore) -> None:
    assert everything() == [1, 2, 3]
    for path in sorted(node.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert not find("").is_ready
    follow_changes()
    assert everything() == [1, 2, 3]


def test_lexicon_that_is_missing_or_empty_is_compiled_again(three: Shelf, node: IndexStore) -> None:
    node.lexicon_path.unlink()
    assert not find("arbres").is_ready
    follow_changes()
    assert numbers("arbres") == [2, 1]
    node.lexicon_path.write_text("")
    assert not find("arbres").is_ready
    follow_changes()
    assert numbers("arbres") == [2, 1]


def test_index_of_an_older_version_or_other_languages_is_rebuilt(
    three: Shelf, node: IndexStore, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(store, "VERSION", store.VERSION + 1)
    assert not node.exists
    assert not find("").is_ready
    follow_changes()
    assert everything() == [1, 2, 3]
    settings.LANGUAGES = [*settings.LANGUAGES, ("es", "Spanish")]
    assert not find("").is_ready
    three.change(4, {"es": "Plantar árboles"})
    follow_changes()
    assert numbers("árboles", "es") == [4]


def test_vocabulary_change_reaches_a_running_reader(three: Shelf) -> None:
    assert 3 not in numbers("bokashi")
    Concept.objects.filter(slug="composting").update(alternative={"fr": ["compost", "bokashi"]})
    mark_vocabulary_changed()
    follow_changes()
    assert 3 in numbers("bokashi")


def test_loading_the_vocabulary_marks_a_change(db: None) -> None:
    tell_changed()
    assert list(Change.objects.values_list("kind", "object_id")) == [(VOCABULARY, 0)]


def test_vocabulary_that_cannot_be_compiled_leaves_the_last_one(
    three: Shelf, node: IndexStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "_tried_at", {})
    broken = LexiconEntry.objects.create(words={"fr": "arbre", "ar": None})
    mark_vocabulary_changed()
    three.change(4, {"fr": "Éclairage"})
    assert follow_changes() == 2
    assert numbers("éclairage") == [4]
    assert numbers("arbres") == [2, 1]
    assert check_index().failing == [f"{VOCABULARY}:0"]
    broken.delete()
    monkeypatch.setattr(follower, "_tried_at", {})
    follow_changes()
    assert check_index().is_equal


def test_other_history_of_the_database_is_noticed(three: Shelf, node: IndexStore) -> None:
    last = Change.objects.order_by("pk").last()
    assert last is not None
    Change.objects.filter(pk=last.pk).update(at=last.at + datetime.timedelta(seconds=1))
    three.put(4, {"fr": "Restauré"})
    follow_changes()
    assert everything() == [1, 2, 3, 4]
    Change.objects.all().delete()
    del three.documents[4]
    follow_changes()
    assert everything() == [1, 2, 3]
    assert node.checkpoint().change == 0


def test_old_changes_are_forgotten_except_the_last(three: Shelf) -> None:
    Change.objects.update(at=timezone.now() - KEPT - datetime.timedelta(days=1))
    rebuild()
    assert forget_old_changes() == Change.objects.count() + 1 == 2
    generation = follower.node_store().view().generation
    three.change(2, {"fr": "Éclairage"})
    assert follow_changes() == 1
    assert follower.node_store().view().generation == generation


def test_nothing_to_forget(db: None) -> None:
    assert forget_old_changes() == 0


def test_change_names_its_object_and_jobs_are_registered(db: None) -> None:
    mark_changed("text", 7, 8)
    assert [str(change) for change in Change.objects.all()] == ["text:7", "text:8"]
    assert {"search.follow_changes", "search.forget_old_changes"} <= set(_JOBS)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL gives ids out of order")
def test_lock_keeps_ids_in_order_until_commit(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2) as queries:
        mark_changed("text", 1)
    assert "pg_advisory_xact_lock" in queries.captured_queries[0]["sql"]


def test_following_costs_the_same_for_one_change_and_three(three: Shelf, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        follow_changes()
    for count in (1, 3):
        for number in range(count):
            three.change(number + 1, {"fr": f"Fiche {count}"})
        with django_assert_num_queries(1):
            follow_changes()


def test_terms_of_removed_texts_are_gone(three: Shelf, node: IndexStore) -> None:
    three.remove(3)
    follow_changes()
    assert node.view().searcher.num_docs == 3
    assert numbers("compost") == []
