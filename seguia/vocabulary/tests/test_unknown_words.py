"""Words that nobody knows are counted, without anything of who asked, and answered by the secretariat."""

import datetime
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from seguia.audit.models import AuditEvent
from seguia.config.testing import Cast
from seguia.core.errors import Conflict, Invalid, Refused
from seguia.search.index.follower import follow_changes, rebuild
from seguia.ui.tests.markup import Page
from seguia.vocabulary import asked_words
from seguia.vocabulary.asked_words import countable, language_of, note_unknown_words, taken_words
from seguia.vocabulary.models import Concept, UnknownWord
from seguia.vocabulary.services import unknown_words
from seguia.vocabulary.services.unknown_words import (
    adopt_word,
    collect_words,
    count_words,
    forget_rare_words,
    ignore_word,
)

KEY = "k" * 24


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "ASKED_WORDS_DIR", tmp_path / "asked")
    return tmp_path / "asked"


def counted() -> list[tuple[str, str, int]]:
    return list(UnknownWord.objects.values_list("language", "word", "count"))


@pytest.mark.parametrize(
    ("written", "asked", "word"),
    [
        ("Agrivoltaïsme", "", "agrivoltaïsme"),
        ("التَّبخيـر", "", "التبخير"),
        ("éco", "", "éco"),
        ("ab", "", ""),
        ("a" * 41, "", ""),
        ("bien" * 10, "", "bien" * 10),
        ("2024", "", ""),
        ("h2o", "", ""),
        ("xkcdqwrtz", "", ""),
        ("bcdfgh", "", ""),
        ("aaaaaa", "", ""),
        ("سcompost", "", ""),
        ("mustapha", "mustapha@ville.example", ""),
        ("ville", "mustapha@ville.example", ""),
        ("example", "https://example/x", ""),
        ("token", "token=abc", ""),
        ("compostière", "la compostière www.site.example", "compostière"),
        ("rythme", "", "rythme"),
    ],
)
def test_only_words_are_counted(written: str, asked: str, word: str) -> None:
    assert countable(written, asked.split()) == word


@pytest.mark.parametrize(
    ("word", "page", "language"),
    [("بيوغاز", "fr", "ar"), ("bokashi", "fr", "fr"), ("bokashi", "en", "en"), ("bokashi", "ar", "")],
)
def test_script_and_page_tell_the_language(word: str, page: str, language: str) -> None:
    assert language_of(word, page) == language


@pytest.fixture
def indexed(cast: Cast) -> Cast:
    rebuild()
    return cast


def test_search_for_an_unknown_word_is_counted(indexed: Cast, client: Client, folder: Path) -> None:
    for _ in range(3):
        client.get("/fr/search/?q=bokashi+compostage+des")
    client.get("/ar/search/?q=بوكاشي")
    assert (collect_words(), counted()) == (4, [("fr", "bokashi", 3), ("ar", "بوكاشي", 1)])
    assert list(folder.glob("*.tsv")) == []
    client.get("/fr/search/?q=bokashi")
    assert (collect_words(), counted()[0]) == (1, ("fr", "bokashi", 4))
    word = UnknownWord.objects.get(word="bokashi")
    assert word.last_seen == timezone.localdate()
    assert {field.name for field in UnknownWord._meta.fields} == {
        "id", "word", "language", "count", "last_seen", "is_ignored",
    }  # fmt: skip


@pytest.mark.parametrize(
    "query",
    ["q=compostage", "q=compostge", "q=Chefchaouen", "q=حي", "q=", "q=12345", "q=bokashi&page=2", "q=a@bokashi.ma"],
)
def test_what_is_known_or_no_word_is_not_counted(indexed: Cast, client: Client, query: str) -> None:
    client.get(f"/fr/search/?{query}")
    assert (collect_words(), counted()) == (0, [])


def test_search_stays_a_read(indexed: Cast, client: Client) -> None:
    with connection.execute_wrapper(_refuse_writes):
        assert client.get("/fr/search/?q=bokashi").status_code == 200
    assert collect_words() == 1
    with connection.execute_wrapper(_refuse_writes), pytest.raises(AssertionError):
        count_words(Counter({("fr", "bokashi"): 1}))


def _refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    assert not sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")), sql
    return execute(sql, params, many, context)


def test_page_of_words_counts_only_a_few(folder: Path) -> None:
    words = [f"mot{letter}" for letter in "abcdefghij"]
    assert note_unknown_words(words, asked=" ".join(words), language="fr") == 5


def test_folder_that_cannot_be_written_disturbs_no_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setattr(settings, "ASKED_WORDS_DIR", tmp_path / "file" / "below")
    assert note_unknown_words(["bokashi"], asked="bokashi", language="fr") == 0


def test_nobody_fills_the_disk_by_searching(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_words, "MOST_BYTES", 30)
    noted = [note_unknown_words(["bokashi"], asked="", language="fr") for _ in range(10)]
    assert sum(noted) == 3


def test_many_at_once_lose_nothing(folder: Path) -> None:
    def search() -> None:
        for _ in range(50):
            note_unknown_words(["bokashi"], asked="", language="fr")

    threads = [threading.Thread(target=search) for _ in range(8)]
    for thread in threads:
        thread.start()
    taken: Counter[tuple[str, str]] = Counter()
    while any(thread.is_alive() for thread in threads):
        taken += _take()
    assert taken + _take() == {("fr", "bokashi"): 400}


def _take() -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for path, counts in taken_words():
        found += counts
        path.unlink()
    return found


def test_file_somebody_wrote_into_is_read_with_care(db: None, folder: Path) -> None:
    folder.mkdir()
    (folder / "asked.tsv").write_bytes(b"fr\tbokashi\nxx\tword\nfr\t<script>\nfr\nfr\t\xff\xfe\n\tmot\n\x00\n")
    assert (collect_words(), counted()) == (2, [("fr", "bokashi", 1), ("", "mot", 1)])


def test_words_of_a_worker_that_fell_are_counted_by_the_next(db: None, folder: Path) -> None:
    note_unknown_words(["bokashi"], asked="", language="fr")
    for _path, _counts in taken_words():
        break
    assert (collect_words(), counted()) == (1, [("fr", "bokashi", 1)])


def test_table_does_not_grow_without_end(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unknown_words, "MOST_WORDS", 2)
    count_words(Counter({("fr", "un"): 1, ("fr", "deux"): 2, ("fr", "trois"): 3}))
    assert counted() == [("fr", "trois", 3), ("fr", "deux", 2)]
    count_words(Counter({("fr", "deux"): 5, ("fr", "quatre"): 9}))
    assert counted() == [("fr", "deux", 7), ("fr", "trois", 3)]


def test_rare_words_are_forgotten_after_three_months(db: None) -> None:
    today = timezone.localdate()
    for word, count, days in [("old", 1, 91), ("young", 1, 90), ("often", 2, 400)]:
        UnknownWord.objects.create(word=word, count=count, last_seen=today - datetime.timedelta(days=days))
    assert forget_rare_words() == 1
    assert sorted(UnknownWord.objects.values_list("word", flat=True)) == ["often", "young"]


def make_word(word: str = "bokashi", count: int = 5, **more: Any) -> UnknownWord:
    return UnknownWord.objects.create(
        word=word, **{"language": "fr", "count": count, "last_seen": timezone.localdate(), **more}
    )


@pytest.mark.parametrize("more", [0, 2])
def test_page_lists_the_most_wanted_first(
    cast: Cast, client: Client, django_assert_num_queries: Any, more: int
) -> None:
    make_word("rare", 1)
    make_word("ignored", 9, is_ignored=True)
    words = [make_word(f"mot{'abc'[n]}", 5 - n) for n in range(more + 1)]
    client.force_login(cast.secretariat)
    with django_assert_num_queries(5):
        response = client.get("/ar/themes/unknown/")
    assert [word.word for word in response.context["page"]] == [word.word for word in words]
    assert Page(response.content.decode()).faults == []


def test_word_becomes_a_label_and_is_found(indexed: Cast, client: Client) -> None:
    word = make_word()
    client.force_login(cast_secretariat := indexed.secretariat)
    address = f"/fr/themes/unknown/{word.pk}/"
    page = client.get(f"{address}?q=compost")
    assert (page.status_code, [one.concept.slug for one in page.context["found"]]) == (200, ["composting"])
    chosen = client.get(f"{address}?q=compost&into=composting").context["form"]
    assert chosen["into"].value() == "Compostage [composting]"
    answer = client.post(
        address, {"into": "Compostage [composting]", "language": "fr", "label": "Bokashi", "form_key": KEY}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/themes/composting/")
    assert Concept.objects.get(slug="composting").alternative["fr"] == ["compost", "Bokashi"]
    assert counted() == []
    assert AuditEvent.objects.get(code="vocabulary.word.adopted").actor == cast_secretariat
    follow_changes()
    client.get("/fr/search/?q=bokashi")
    assert collect_words() == 0
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("into", "nothing"), ("into", ""), ("language", ""), ("language", "xx"), ("label", ""), ("label", "\u202e"),
     ("label", "Énergie"), ("label", "x" * 200)],
)  # fmt: skip
def test_fault_keeps_the_word(cast: Cast, client: Client, field: str, value: str) -> None:
    word = make_word()
    client.force_login(cast.secretariat)
    values = {"into": "composting", "language": "fr", "label": "Bokashi", "form_key": KEY, field: value}
    answer = client.post(f"/fr/themes/unknown/{word.pk}/", values)
    assert (answer.status_code, Page(answer.content.decode()).faults) == (400, [])
    assert counted() == [("fr", "bokashi", 5)]


def test_word_is_ignored_and_stays_so(cast: Cast, client: Client) -> None:
    word = make_word()
    client.force_login(cast.secretariat)
    answer = client.post(f"/fr/themes/unknown/{word.pk}/ignore/", {"form_key": KEY})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/themes/unknown/")
    count_words(Counter({("fr", "bokashi"): 9}))
    assert list(client.get("/fr/themes/unknown/").context["page"]) == []


@pytest.mark.parametrize("path", ["{pk}/", "{pk}/ignore/"])
def test_words_are_answered_by_the_secretariat_only(cast: Cast, client: Client, path: str) -> None:
    address = "/fr/themes/unknown/" + path.format(pk=make_word().pk)
    for user in (None, cast.stranger, cast.mayor):
        if user:
            client.force_login(user)
        assert client.post(address, {"form_key": KEY}).status_code == 403
    for user in (cast.mayor, None):
        with pytest.raises(Refused):
            ignore_word(UnknownWord.objects.get(), user=user)
        with pytest.raises(Refused):
            adopt_word(UnknownWord.objects.get(), user=user, concept=cast.waste, language="fr", label="x")


@pytest.mark.parametrize("pk", [0, 10**30, "abc"])
def test_word_that_is_not_there_is_not_found(cast: Cast, client: Client, pk: Any) -> None:
    client.force_login(cast.secretariat)
    assert client.get(f"/fr/themes/unknown/{pk}/").status_code == 404


def test_word_is_answered_once(cast: Cast) -> None:
    word = make_word()
    adopt_word(word, user=cast.secretariat, concept=cast.composting, language="ar", label="بوكاشي")
    with pytest.raises(Conflict):
        adopt_word(word, user=cast.secretariat, concept=cast.composting, language="ar", label="بوكاشي")
    with pytest.raises(Invalid):
        adopt_word(make_word(), user=cast.secretariat, concept=cast.composting, language="xx", label="y")
