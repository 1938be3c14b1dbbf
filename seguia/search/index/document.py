"""What search knows of one object."""

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Texts:
    """The texts of an object in one language; the body is everything beside title and summary, in reading order."""

    title: str
    summary: str = ""
    body: str = ""

    def parts(self) -> tuple[str, str, str]:
        """Title, summary, body."""
        return self.title, self.summary, self.body


@dataclass(frozen=True)
class Document:
    """One object as it is indexed."""

    kind: str
    object_id: int
    texts: dict[str, Texts]
    """By language code."""
    original_language: str = ""
    names: list[str] = field(default_factory=list)
    """Proper names and codes by which it must be found in every language: towns, regions, official codes."""
    facets: dict[str, list[str]] = field(default_factory=dict)
    concepts: list[str] = field(default_factory=list)
    """Slugs of the concepts it was tagged with."""
    date: int = 0
    """For sorting by newest: seconds since 1970."""
    population: int = 0
    place: int = 0
    """Identifier of the territory it belongs to: for readers who want towns like theirs first."""
    completeness: float = 0.0
    """0 to 1: a small tie-breaker."""

    @property
    def key(self) -> str:
        """`kind:id`, unique in the index."""
        return f"{self.kind}:{self.object_id}"

    def digest(self) -> str:
        """Changes when anything that is indexed changes; the order of codes and languages does not matter."""
        facets = sorted((name, sorted(codes)) for name, codes in self.facets.items() if codes)
        texts = sorted((language, text.parts()) for language, text in self.texts.items())
        rest = (
            self.original_language,
            sorted(self.concepts),
            self.date,
            self.population,
            self.place,
            self.completeness,
        )
        told = repr((self.key, texts, self.names, facets, *rest))
        return hashlib.sha256(told.encode()).hexdigest()[:24]
