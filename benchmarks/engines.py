"""Other full-text engines on the same tokens: SQLite FTS5 and PostgreSQL, each as one would set it up plainly.

They get our stems, marked with their language, and the words our translation gives, joined with OR. They rank by
their own measure, take the best twenty and count all facets of what matches.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from seguia.search.index.document import Document
from seguia.search.index.schema import token_streams
from seguia.search.query.translation import TranslatedQuery

HITS = 20
BATCH = 1_000
FacetRow = tuple[int, str, str]


class Engine(Protocol):
    """What is measured of another engine."""

    name: str
    is_built: bool
    """Kept from an earlier run."""

    def build(self, documents: Iterable[Document]) -> None: ...
    def find(self, terms: list[str]) -> tuple[list[int], dict[tuple[str, str], int]]: ...
    def size(self) -> int: ...


def terms_of(translated: TranslatedQuery) -> list[str]:
    """All words a query may be met by, in every language, without their weights."""
    found = [_marked(language, stem) for group in translated.groups for language, stem in group.alternatives]
    return list(dict.fromkeys(found))


def _marked(language: str, stem: str) -> str:
    """The same stem in two languages is two words, as it is for us. The first letter names the language."""
    return f"{language[0]}{stem}"


def _tokens(document: Document) -> str:
    return " ".join(
        _marked(language, stem)
        for language, texts in document.texts.items()
        for stem in token_streams(texts, language)[0].split()
    )


def _facets(document: Document) -> set[FacetRow]:
    return {(document.object_id, facet, code) for facet, codes in document.facets.items() for code in codes}


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    iterator = iter(documents)
    while batch := list(islice(iterator, BATCH)):
        yield batch


class Fts5:
    """SQLite's full text: bm25 on a table without contents; facets in a table clustered by document."""

    name = "fts5"
    _TABLES = """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144;
        CREATE VIRTUAL TABLE texts USING fts5(tokens, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '_'");
        CREATE TABLE facets (document INTEGER, facet TEXT, code TEXT, PRIMARY KEY (document, facet, code)) WITHOUT ROWID;
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "fts5.sqlite3"
        self.is_built = self._path.exists()
        self._database = sqlite3.connect(self._path, isolation_level=None)

    def build(self, documents: Iterable[Document]) -> None:
        """Fill and merge."""
        self._database.executescript(self._TABLES)
        self._database.execute("BEGIN")
        for batch in _batches(documents):
            texts = [(document.object_id, _tokens(document)) for document in batch]
            self._database.executemany("INSERT INTO texts (rowid, tokens) VALUES (?, ?)", texts)
            rows = sorted(row for document in batch for row in _facets(document))
            self._database.executemany("INSERT INTO facets VALUES (?, ?, ?)", rows)
        self._database.execute("COMMIT")
        self._database.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        self._database.execute("ANALYZE")

    def find(self, terms: list[str]) -> tuple[list[int], dict[tuple[str, str], int]]:
        """The best and the facets of all."""
        wanted = " OR ".join(f'"{term}"' for term in terms)
        best = self._database.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (wanted, HITS)
        )
        counts = self._database.execute(
            "SELECT facet, code, count(*) FROM facets"
            " WHERE document IN (SELECT rowid FROM texts WHERE texts MATCH ?) GROUP BY facet, code",
            (wanted,),
        )
        return [number for (number,) in best], {(facet, code): count for facet, code, count in counts}

    def size(self) -> int:
        """Bytes on disk."""
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self._path.stat().st_size

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


class PostgreSQL:
    """PostgreSQL's full text, configuration 'simple': GIN, ts_rank; in a schema of its own that is dropped again, unless it is kept."""

    name = "postgresql"
    _SCHEMA = "seguia_bench"
    _TABLES = (
        f"CREATE SCHEMA {_SCHEMA}",
        f"CREATE TABLE {_SCHEMA}.texts (id integer PRIMARY KEY, tokens tsvector)",
        f"CREATE TABLE {_SCHEMA}.facets (document integer, facet text, code text, PRIMARY KEY (document, facet, code))",
    )

    def __init__(self, is_kept: bool) -> None:
        self._is_kept = is_kept
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", (f"{self._SCHEMA}.texts_tokens_idx",))
            self.is_built = is_kept and cursor.fetchone()[0] is not None

    def build(self, documents: Iterable[Document]) -> None:
        """Fill, then index."""
        with connection.cursor() as cursor:
            for statement in (f"DROP SCHEMA IF EXISTS {self._SCHEMA} CASCADE", *self._TABLES):
                cursor.execute(statement)
            for batch in _batches(documents):
                self._insert(cursor, batch)
            cursor.execute(f"CREATE INDEX ON {self._SCHEMA}.texts USING gin (tokens)")
            for name in ("texts", "facets"):
                cursor.execute(f"ANALYZE {self._SCHEMA}.{name}")

    def _insert(self, cursor: Any, batch: list[Document]) -> None:
        texts = [(document.object_id, _tokens(document)) for document in batch]
        cursor.executemany(f"INSERT INTO {self._SCHEMA}.texts VALUES (%s, to_tsvector('simple', %s))", texts)
        rows = [row for document in batch for row in _facets(document)]
        cursor.executemany(f"INSERT INTO {self._SCHEMA}.facets VALUES (%s, %s, %s)", rows)

    def find(self, terms: list[str]) -> tuple[list[int], dict[tuple[str, str], int]]:
        """The best and the facets of all."""
        wanted = " | ".join(f"'{term}'" for term in terms)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM {self._SCHEMA}.texts, CAST(%s AS tsquery) wanted WHERE tokens @@ wanted"
                " ORDER BY ts_rank(tokens, wanted) DESC LIMIT %s",
                (wanted, HITS),
            )
            best = [number for (number,) in cursor.fetchall()]
            cursor.execute(
                f"SELECT facet, code, count(*) FROM {self._SCHEMA}.facets JOIN {self._SCHEMA}.texts ON id = document"
                " WHERE tokens @@ CAST(%s AS tsquery) GROUP BY facet, code",
                (wanted,),
            )
            return best, {(facet, code): count for facet, code, count in cursor.fetchall()}

    def size(self) -> int:
        """Bytes of tables and indexes."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c"
                " WHERE relnamespace = CAST(%s AS regnamespace) AND relkind = 'r'",
                (self._SCHEMA,),
            )
            return int(cursor.fetchone()[0])

    def close(self) -> None:
        """Take the schema away, unless it is kept."""
        if self._is_kept:
            return
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {self._SCHEMA} CASCADE")


ENGINES = ("fts5", "postgresql")


@contextlib.contextmanager
def opened(name: str, folder: Path, *, is_kept: bool) -> Iterator[Engine | None]:
    """The engine, or None where it cannot be had here."""
    if name == "postgresql" and connection.vendor != "postgresql":
        yield None
        return
    engine = Fts5(folder) if name == "fts5" else PostgreSQL(is_kept)
    try:
        yield engine
    finally:
        engine.close()
