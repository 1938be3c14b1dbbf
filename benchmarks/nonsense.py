"""`script/bench nonsense --actions N`: what people should not type, and how long the search takes to answer it.

Every question is either refused by name or answered; nothing else may happen. Times are of the whole search on a
generated catalogue.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from django.http import QueryDict

from benchmarks.catalogue import Catalogue
from benchmarks.setup import machine
from benchmarks.speed import Shelf, registered
from seguia.core.errors import SeguiaError
from seguia.search.engine import search
from seguia.search.index.schema import FACETS, prepared
from seguia.search.index.store import IndexStore
from seguia.search.lexicon.phrases import senses_of_files
from seguia.search.lexicon.table import compile_table, save_table
from seguia.search.request import SearchRequest, parameter_of

ROUNDS = 20
STOPWORDS = {"ar": "من في على إلى عن", "fr": "le la de du et à des", "en": "the of and in to a"}
SYNTAX = [
    'title:"x" AND',
    "body:[* TO *]",
    "NOT NOT",
    "a~9999",
    "(((((",
    "*:*",
    "x^1e309",
    "\\",
    "' OR 1=1 --",
    "+-&&||!",
]


def questions(chance: random.Random) -> Iterator[str]:
    """Query strings: long, empty of meaning, mixed, unbalanced, injected, over-filtered, too deep."""
    letters = "abcéèçابتثجحخ0123٤٥٦ \"«»'()*:~^-\u202e\u0000\ufeff🌱"
    yield "q=" + "".join(chance.choice(letters) for _ in range(100_000))
    yield "q=" + "déchet " * 15_000
    yield "q=" + "compostage تسميد " * 12
    yield from (f"q={words}" for words in STOPWORDS.values())
    yield from ("q=" + "".join(chance.choice("?!.,;:…«»\"'()[]") for _ in range(300)) for _ in range(3))
    yield from (f"q={text}" for text in SYNTAX)
    yield 'q="un « deux “ trois'
    yield "q=" + " ".join("".join(chance.choice(letters[:20]) for _ in range(12)) for _ in range(24))
    yield "q=eau&" + "&".join(f"{parameter_of(chance.choice(FACETS))}=x{n}" for n in range(1_000))
    yield "q=eau&" + "&".join(f"country=X{n}" for n in range(59))
    yield from (f"q=ville&page={page}" for page in ("500", "501", "-1", "1e9", "9" * 40))
    yield from ("sort=best", "page_size=101", "like=%3Cscript%3E", "country=%00", "q=%FF%FE")


def main(arguments: Sequence[str]) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="script/bench nonsense", description=__doc__)
    parser.add_argument("--actions", type=int, default=10_000, help="size of the catalogue")
    options = parser.parse_args(arguments)
    senses, chance, times = list(senses_of_files()), random.Random(1), []
    answered = refused = 0
    with tempfile.TemporaryDirectory() as name:
        shelf = Shelf(Path(name) / "shelf.sqlite3", Catalogue(senses=senses).documents(options.actions))
        store = IndexStore(Path(name) / "index")
        save_table(compile_table(senses), store.lexicon_path)
        with registered(shelf):
            store.build(prepared(document) for document in shelf.all())
            search(SearchRequest("eau", "fr", kinds=("text",)), store)
            for question in (question for _ in range(ROUNDS) for question in questions(chance)):
                started = time.perf_counter()
                try:
                    asked = SearchRequest.from_query(QueryDict(question), chance.choice(["ar", "fr", "en"]))
                    search(replace(asked, kinds=("text",)), store)
                    answered += 1
                except SeguiaError:
                    refused += 1
                times.append((time.perf_counter() - started) * 1_000)
        shelf.close()
    times.sort()
    print(f"{options.actions:,} actions, {len(times)} questions: {answered} answered, {refused} refused by name")
    print(
        f"p50 {times[len(times) // 2]:.1f} ms, p99 {times[len(times) * 99 // 100]:.1f} ms, longest {times[-1]:.1f} ms"
    )
    print(machine())
    return 0
