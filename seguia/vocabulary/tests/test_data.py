"""Files of the vocabulary that are not as they must be are refused with file and line; nothing is guessed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seguia.vocabulary import sources
from seguia.vocabulary.sources import ConceptRow, UnreadableVocabulary

GOOD = '{"id": "compost", "broader": ["waste"], "ar": ["التسميد", "التسميد"], "fr": ["compost"], "en": ["compost"]}'


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own folder of data."""
    for folder in ("concepts", "lexicon"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(sources, "DATA", tmp_path)
    return tmp_path


def test_comments_and_empty_lines_are_passed_over(data: Path) -> None:
    (data / "concepts" / "a.jsonl").write_text(f"# words of compost\n\n{GOOD}\n", encoding="utf-8")
    assert list(sources.concept_rows()) == [
        ConceptRow("compost", {"ar": ["التسميد"], "fr": ["compost"], "en": ["compost"]}, ["waste"])
    ]


def test_files_are_read_in_the_order_of_their_names(data: Path) -> None:
    for name in ("b", "a"):
        (data / "lexicon" / f"{name}.tsv").write_text(f"ماء\t{name}\t{name}|x:0.5\n", encoding="utf-8")
    assert [row["en"] for row in sources.lexicon_rows()] == [[("a", 1.0), ("x", 0.5)], [("b", 1.0), ("x", 0.5)]]


@pytest.mark.parametrize(
    ("name", "line", "read"),
    [
        ("concepts/a.jsonl", "{", sources.concept_rows),
        ("concepts/a.jsonl", "[]", sources.concept_rows),
        ("concepts/a.jsonl", '{"id": "x"}', sources.concept_rows),
        ("concepts/a.jsonl", GOOD.replace('"fr"', '"es"'), sources.concept_rows),
        ("lexicon/a.tsv", "ماء\teau", sources.lexicon_rows),
        ("lexicon/a.tsv", "ماء\teau\twater\tmore", sources.lexicon_rows),
        ("lexicon/a.tsv", "ماء\t\twater", sources.lexicon_rows),
        ("lexicon/a.tsv", "ماء\teau|\twater", sources.lexicon_rows),
        ("lexicon/a.tsv", "ماء\teau:much\twater", sources.lexicon_rows),
        ("lexicon/a.tsv", "ماء\teau:0\twater", sources.lexicon_rows),
        ("lexicon/a.tsv", "ماء\teau:1.5\twater", sources.lexicon_rows),
        ("sdg.jsonl", "{", sources.goal_rows),
    ],
)
def test_broken_line_is_named(data: Path, name: str, line: str, read: Callable[[], Any]) -> None:
    path = data / name
    path.write_text(f"# first\n{line}\n", encoding="utf-8")
    with pytest.raises(UnreadableVocabulary, match=f"{path.name}, line 2"):
        list(read())


def test_whole_real_vocabulary_can_be_read() -> None:
    assert len(list(sources.concept_rows())) > 2500
    assert len(list(sources.lexicon_rows())) > 5000
    assert len(list(sources.goal_rows())) == 186
