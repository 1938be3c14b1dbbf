"""The benchmark of search quality, on a corpus of six texts written for it."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import search as benchmark
from benchmarks.__main__ import main as bench
from benchmarks.corpus import UnreadableCorpus, read_corpus
from benchmarks.search import Score, evaluate, table
from benchmarks.setup import machine
from seguia.search.tests.conftest import senses

TITLES = [
    ("التسميد في المدرسة", "Le compostage à l’école", "Composting at school"),
    ("فرز النفايات", "Le tri des déchets", "Waste sorting"),
    ("الإنارة العمومية", "L’éclairage public", "Street lighting"),
    ("غرس الأشجار", "Planter des arbres", "Planting trees"),
    ("مياه الأمطار", "L’eau de pluie", "Rain water"),
    ("مدينة بلا ضجيج", "Une ville sans bruit", "A town without noise"),
]
QUERIES = [
    (("كومبوست", "compost", "compost"), ["d0"], {"plain": True}),
    (("نفايات مدرسة", "déchet école", "waste school"), ["d0", "d1"], {}),
    (("إنارة", "éclairage", "lighting"), ["d2"], {"slip": True}),
]


def by_language(texts: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip(("ar", "fr", "en"), texts, strict=True))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The corpus on disk."""
    place = tmp_path / "tiny"
    place.mkdir()
    documents = [
        {"id": f"d{number}", "title": by_language(title), "body": by_language(("", "", ""))}
        for number, title in enumerate(TITLES)
    ]
    queries = [
        {"id": f"q{number}", "text": by_language(text), "relevant": relevant, **marks}
        for number, (text, relevant, marks) in enumerate(QUERIES)
    ]
    write(place / "documents.jsonl", documents)
    write(place / "queries.jsonl", queries)
    return place


def write(path: Path, rows: list[Any]) -> None:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


@pytest.fixture(autouse=True)
def small_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the whole vocabulary."""
    monkeypatch.setitem(benchmark.VOCABULARIES, "files", senses)


def test_every_pair_is_measured(folder: Path) -> None:
    result = evaluate(read_corpus(folder))
    assert set(result["pairs"]) == {f"{a}-{b}" for a in ("ar", "fr", "en") for b in ("ar", "fr", "en")}
    assert result["pairs"]["fr-ar"] == {"recall_at_10": 1.0, "mrr": 1.0}
    assert set(result["mixed"]) == {"ar", "fr", "en"}
    assert set(result["marks"]) == {"plain", "slip"}
    shown = table(result)
    assert "fr-ar           1.000      1.000  1.00" in shown
    assert "marked slip" in shown


def test_score_counts_recall_and_rank() -> None:
    score = Score()
    score.add(["x", "a", *"123456789", "b"], frozenset({"a", "b"}))
    score.add([], frozenset({"a"}))
    assert score.as_dict() == {"recall_at_10": 0.25, "mrr": 0.25}


def test_without_the_vocabulary_the_pairs_fall(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(benchmark.VOCABULARIES, "files", lambda: iter(()))
    result = evaluate(read_corpus(folder))
    assert result["pairs"]["fr-ar"]["recall_at_10"] == 0.0
    assert result["pairs"]["fr-fr"]["recall_at_10"] == 0.6667


def test_command_prints_and_writes(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "figures.json"
    assert benchmark.main(["--corpus", str(folder), "--json", str(out)]) == 0
    assert json.loads(out.read_text())["corpus"] == "tiny"
    assert machine() in capsys.readouterr().out


def test_coded_titles_are_a_corpus(tmp_path: Path) -> None:
    rows = [
        {"code": "6", "kind": "goal", "title": by_language(("ماء", "eau", "water"))},
        {"code": "6.1", "kind": "target", "title": by_language(("ماء", "eau", "water"))},
        {"code": "6.1.1", "kind": "indicator", "title": by_language(("مياه", "eaux", "waters"))},
    ]
    write(tmp_path / "goals.jsonl", rows)
    corpus = read_corpus(tmp_path)
    assert [document.identifier for document in corpus.documents] == ["6.1"]
    assert [(query.identifier, query.relevant) for query in corpus.queries] == [("6.1.1", frozenset({"6.1"}))]


DOCUMENT = '{"id": "a", "title": {"fr": "eau"}, "body": {"fr": ""}}'


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"documents.jsonl": DOCUMENT},
        {"documents.jsonl": "{", "queries.jsonl": ""},
        {"documents.jsonl": "[]", "queries.jsonl": ""},
        {"documents.jsonl": "7", "queries.jsonl": ""},
        {"documents.jsonl": DOCUMENT, "queries.jsonl": ""},
        {"documents.jsonl": DOCUMENT, "queries.jsonl": '{"id": "q", "text": {"fr": "x"}, "relevant": []}'},
        {"documents.jsonl": DOCUMENT, "queries.jsonl": '{"id": "q", "text": {"fr": "x"}, "relevant": ["b"]}'},
        {"one.jsonl": '{"code": "6", "kind": "goal"}'},
        {"one.jsonl": '{"code": "6", "kind": "goal", "title": {}}'},
        {"one.jsonl": "", "two.jsonl": ""},
    ],
)
def test_what_is_no_corpus_is_refused(
    tmp_path: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableCorpus):
        read_corpus(tmp_path)
    assert benchmark.main(["--corpus", str(tmp_path)]) == 2
    assert "This corpus cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["nothing"]])
def test_without_a_known_name_the_benchmarks_are_listed(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", *arguments])
    assert bench() == 2
    assert "search" in capsys.readouterr().out
