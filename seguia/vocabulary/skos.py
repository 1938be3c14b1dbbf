"""The thesaurus as SKOS: the graph other tools read, with stable addresses of our own origin.

A concept's address is `<site>/id/concept/<slug>`; the scheme's is `<site>/id/vocabulary`. Both answer with a redirect
to the page in the reader's language, or to the data (`addresses.py`).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS

from seguia.core.languages import language_codes
from seguia.vocabulary.models import Concept, MergedConcept

SDG = Namespace("http://metadata.un.org/sdg/")
FORMATS = {
    "ttl": ("turtle", "text/turtle"),
    "jsonld": ("json-ld", "application/ld+json"),
    "rdf": ("xml", "application/rdf+xml"),
}
"""Ending → (name in rdflib, media type)."""
CSV_TYPE = "text/csv"
ENDINGS = [*FORMATS, "csv"]


@dataclass
class Row:
    """One concept as it is exported: its words, and its neighbours by identifier."""

    slug: str
    preferred: dict[str, str]
    alternative: dict[str, list[str]]
    is_theme: bool
    broader: list[str] = field(default_factory=list)
    narrower: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Content:
    """What is exported: concepts, and the identifiers of those that were merged into them."""

    rows: list[Row]
    merged: list[tuple[str, str]]


def scheme_uri() -> URIRef:
    """Address of the whole vocabulary."""
    return URIRef(f"{settings.SITE_URL}/id/vocabulary")


def concept_uri(slug: str) -> URIRef:
    """Address of one concept; never changes once published."""
    return URIRef(f"{settings.SITE_URL}/id/concept/{slug}")


def whole_vocabulary() -> Content:
    """Every concept with its links: six queries. What disappears between them is left out."""
    found = Concept.objects.values_list("pk", "slug", "preferred", "alternative", "is_theme")
    rows = {pk: Row(*values) for pk, *values in found}
    for narrow, wide in _pairs(Concept.broader.through, rows):
        rows[narrow].broader.append(rows[wide].slug)
        rows[wide].narrower.append(rows[narrow].slug)
    for one, other in _pairs(Concept.related.through, rows):
        rows[one].related.append(rows[other].slug)
    for pk, code in Concept.goals.through.objects.order_by("pk").values_list("concept_id", "goal_id"):
        if pk in rows:
            rows[pk].goals.append(code)
    return Content(list(rows.values()), list(MergedConcept.objects.values_list("slug", "into__slug")))


def _pairs(table: Any, rows: Mapping[int, Row]) -> Iterator[tuple[int, int]]:
    for one, other in table.objects.order_by("pk").values_list("from_concept_id", "to_concept_id"):
        if one in rows and other in rows:
            yield one, other


def one_concept(concept: Concept) -> Content:
    """A single concept as `concept_by_slug` gives it; its neighbours are named only. One query."""
    row = Row(
        concept.slug,
        concept.preferred,
        concept.alternative,
        concept.is_theme,
        [other.slug for other in concept.broader.all()],
        [other.slug for other in concept.narrower.all()],
        [other.slug for other in concept.related.all()],
        [goal.code for goal in concept.goals.all()],
    )
    return Content([row], [(old.slug, concept.slug) for old in concept.merged.all()])


def skos_graph(content: Content) -> Graph:
    """All concepts with labels, links and targets."""
    graph = Graph(bind_namespaces="none")
    for prefix, space in (("skos", SKOS), ("dcterms", DCTERMS), ("owl", OWL), ("sdg", SDG)):
        graph.bind(prefix, space)
    scheme = scheme_uri()
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    for code, name in settings.NETWORK_NAME.items():
        graph.add((scheme, DCTERMS.title, Literal(name, lang=code)))
    for row in content.rows:
        _add_concept(graph, row, scheme)
    for slug, into in content.merged:
        graph.add((concept_uri(slug), OWL.deprecated, Literal(True)))
        graph.add((concept_uri(slug), DCTERMS.isReplacedBy, concept_uri(into)))
    return graph


def _add_concept(graph: Graph, row: Row, scheme: URIRef) -> None:
    uri = concept_uri(row.slug)
    graph.add((uri, RDF.type, SKOS.Concept))
    graph.add((uri, SKOS.inScheme, scheme))
    graph.add((uri, SKOS.notation, Literal(row.slug)))
    if row.is_theme:
        graph.add((scheme, SKOS.hasTopConcept, uri))
        graph.add((uri, SKOS.topConceptOf, scheme))
    for code, label in row.preferred.items():
        graph.add((uri, SKOS.prefLabel, Literal(label, lang=code)))
    for code, labels in row.alternative.items():
        for label in labels:
            graph.add((uri, SKOS.altLabel, Literal(label, lang=code)))
    for relation, others in ((SKOS.broader, row.broader), (SKOS.narrower, row.narrower), (SKOS.related, row.related)):
        for other in others:
            graph.add((uri, relation, concept_uri(other)))
    for code in row.goals:
        graph.add((uri, SKOS.relatedMatch, SDG[code]))


def serialised(ending: str, content: Content | None = None) -> bytes:
    """The vocabulary, or this part of it, in one of `ENDINGS`."""
    content = content or whole_vocabulary()
    if ending == "csv":
        return as_csv(content.rows)
    return skos_graph(content).serialize(format=FORMATS[ending][0], encoding="utf-8")


def csv_rows(rows: Iterable[Row]) -> Iterator[list[str]]:
    """Header and one row a concept: identifier, preferred and other labels by language, links."""
    codes = language_codes()
    names = [f"{kind}_{code}" for code in codes for kind in ("preferred", "alternative")]
    yield ["id", *names, "broader", "related", "sdg"]
    for row in rows:
        labels = [
            text for code in codes for text in (row.preferred.get(code, ""), " | ".join(row.alternative.get(code, [])))
        ]
        yield [row.slug, *labels, " ".join(row.broader), " ".join(row.related), " ".join(row.goals)]


def as_csv(rows: Iterable[Row]) -> bytes:
    """The vocabulary as a table (UTF-8 with a mark, so that spreadsheets read Arabic)."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(csv_rows(rows))
    return ("\ufeff" + buffer.getvalue()).encode()
