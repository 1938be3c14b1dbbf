"""The benchmark of search quality, on a corpus of six texts written for it."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import catalogue, speed
from benchmarks import search as benchmark
from benchmarks.__main__ import main as bench
from benchmarks.ablations import senses_without, table_without
from benchmarks.catalogue import Catalogue
from benchmarks.corpus import UnreadableCorpus, read_corpus
from benchmarks.engines import Fts5
from benchmarks.search import Score, Trial, evaluate, table
from benchmarks.setup import machine
from seguia.search.index.schema import token_streams
from seguia.search.lexicon import phrases
from seguia.search.lexicon.phrases import Sense
from seguia.search.lexicon.table import compile_table
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
    for module in (catalogue, speed):
        monkeypatch.setattr(module, "senses_of_files", senses)


def test_every_pair_is_measured(folder: Path) -> None:
    result = evaluate(Trial(read_corpus(folder)))
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
    result = evaluate(Trial(read_corpus(folder)))
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


def test_distractors_are_in_the_index_and_answer_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "DEPTH", 200)
    seen: list[list[str]] = []
    monkeypatch.setattr(Score, "add", lambda self, ranking, relevant: seen.append(list(ranking)))
    evaluate(Trial(read_corpus(folder), distractors=40))
    assert any(key.startswith("distractor") for ranking in seen for key in ranking)
    seen.clear()
    evaluate(Trial(read_corpus(folder)))
    assert {key for ranking in seen for key in ranking} <= {f"d{number}" for number in range(6)}


def test_distractors_off_topic_are_about_nothing_a_query_names() -> None:
    """No label of a theme they may have holds a word of the query; without that wish some do."""
    avoided = {"fr": {"compost", "dechet"}}
    senses = list(phrases.senses_of_files())
    off_topic = {topic.slug for topic in Catalogue(senses=senses, avoided=avoided)._topics}
    assert "composting" not in off_topic
    assert len(off_topic) > 1_000
    assert "composting" in {topic.slug for topic in Catalogue(senses=senses)._topics}


def found_by(part: str, senses_known: list[Any], monkeypatch: pytest.MonkeyPatch, query: str, place: Path) -> list[str]:
    """The French texts that a French query finds without a part."""
    rows = [{"id": "q", "text": dict.fromkeys(("ar", "fr", "en"), query), "relevant": ["d0"]}]
    write(place / "queries.jsonl", rows)
    monkeypatch.setitem(benchmark.VOCABULARIES, "files", lambda: iter(senses_known))
    seen: list[list[str]] = []
    monkeypatch.setattr(Score, "add", lambda self, ranking, relevant: seen.append(list(ranking)))
    evaluate(Trial(read_corpus(place), without=frozenset({part} if part else ())))
    return seen[4]


@pytest.mark.parametrize(
    ("part", "query", "found"),
    [("typos", "compostagge", ["d0"]), ("stemming", "arbre", ["d3"]), ("synonyms", "kompost", ["d0"])],
)
def test_a_part_can_be_left_out(
    folder: Path, part: str, query: str, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [*senses(), Sense({"fr": [("compostage", 1.0), ("kompost", 1.0)], "en": [("composting", 1.0)]})]
    assert found_by("", known, monkeypatch, query, folder) == found
    assert found_by(part, known, monkeypatch, query, folder) == []
    assert found_by("", known, monkeypatch, query, folder) == found


def test_lexicon_and_concepts_can_be_left_out() -> None:
    known = list(senses())
    assert {bool(sense.concept) for sense in known} == {True, False}
    assert all(sense.concept for sense in senses_without(known, {"lexicon"}))
    assert senses_without(known, set()) == known
    compiled = compile_table(known)
    assert compiled.concepts_in(["eclairag", "public"], "fr") != []
    assert table_without(compiled, {"concepts"}).concepts_in(["eclairag", "public"], "fr") == []
    assert table_without(compiled, {"concepts"}).words == compiled.words


def test_a_catalogue_is_written_and_always_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for file in files:
        assert catalogue.main(["--actions", "7", "--output", str(file)]) == 0
    rows = [json.loads(line) for line in files[0].read_text(encoding="utf-8").splitlines()]
    assert [row["object_id"] for row in rows] == list(range(7))
    assert [row["original_language"] for row in rows[:3]] == ["ar", "fr", "en"]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert "7 actions" in capsys.readouterr().out


def test_a_catalogue_may_be_in_one_language() -> None:
    made = Catalogue(senses=senses(), languages=("ar",)).documents(4)
    assert [list(document.texts) for document in made] == [["ar"]] * 4


def test_speed_is_measured_against_sqlite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "speed.json"
    arguments = ["--actions", "60", "--queries", "6", "--against", "fts5", "--json", str(out)]
    assert speed.main(arguments) == 0
    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["actions"] == 60
    assert set(result["seguia"]["whole"]) == {"p50", "p95", "p99"}
    assert result["against"]["fts5"]["bytes"] > 0
    assert "as a ratio" in capsys.readouterr().out


def test_both_engines_find_the_same_documents(tmp_path: Path) -> None:
    documents = list(Catalogue(senses=senses()).documents(30))
    engine = Fts5(tmp_path)
    engine.build(documents)
    found, counts = engine.find(["ftri"])
    engine.close()
    having = {
        d.object_id for d in documents if "fr" in d.texts and "tri" in token_streams(d.texts["fr"], "fr")[0].split()
    }
    assert having
    assert set(found) == having
    assert sum(count for (facet, _), count in counts.items() if facet == "country") == len(having)


@pytest.mark.parametrize("arguments", [["--actions", "0"], ["--actions", "5", "--against", "grep"]])
def test_speed_refuses_nonsense(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert speed.main(arguments) == 2
    assert capsys.readouterr().err
