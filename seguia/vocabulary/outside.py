"""Reading outside thesauri: SKOS RDF (as GEMET, AGROVOC or EuroVoc publish it) and tables of labels.

They enrich the search of one installation; they are not part of Seguia and are not shown in its thesaurus.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rdflib import Graph, Literal, Namespace
from rdflib.namespace import SKOS
from rdflib.plugins.parsers.jsonld import to_rdf

from seguia.core.errors import Invalid
from seguia.core.languages import language_codes
from seguia.core.text import clean_text

LONGEST_LABEL = 200
ALTERNATIVE_WEIGHT = 0.6
SKOSXL = Namespace("http://www.w3.org/2008/05/skos-xl#")
_WEIGHTS = {SKOS.prefLabel: 1.0, SKOS.altLabel: ALTERNATIVE_WEIGHT}
_LABEL_NODES = {SKOSXL.prefLabel: 1.0, SKOSXL.altLabel: ALTERNATIVE_WEIGHT}
_LABELS = {*_WEIGHTS, SKOSXL.literalForm}
_FORMATS = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld", ".rdf": "xml", ".xml": "xml", ".owl": "xml"}


@dataclass(frozen=True)
class OutsideConcept:
    """Labels by language with weights: preferred 1.0, alternative less."""

    identifier: str
    labels: dict[str, list[tuple[str, float]]]

    @property
    def is_bridge(self) -> bool:
        """Whether it says something about at least two languages."""
        return sum(bool(found) for found in self.labels.values()) >= 2


def read_thesaurus(path: Path) -> Iterator[OutsideConcept]:
    """Concepts of a file, by its ending. Raises `Invalid` with the line where the format tells one."""
    if not path.is_file():
        raise Invalid(_("There is no file “%(name)s”. Nothing was changed.") % {"name": path.name}, code="no_file")
    reader = _read_table if path.suffix in {".tsv", ".csv"} else _read_skos
    return reader(path)


def _read_table(path: Path) -> Iterator[OutsideConcept]:
    """`id` and one column a language; further columns are passed over. Tabs or commas."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            reader = csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ",")
            columns = _language_columns(reader.fieldnames or [], path.name)
            for row in reader:
                place = _("%(name)s, line %(line)s") % {"name": path.name, "line": reader.line_num}
                labels = {code: [(_label(row[code] or "", place), 1.0)] for code in columns}
                yield OutsideConcept(row["id"] or "", {code: found for code, found in labels.items() if found[0][0]})
        except (UnicodeDecodeError, csv.Error) as error:
            raise Invalid(
                _("%(name)s cannot be read as a UTF-8 table (%(reason)s). Nothing was changed.")
                % {"name": path.name, "reason": error},
                code="bad_file",
            ) from error


def _language_columns(header: Sequence[str], name: str) -> list[str]:
    columns = [code for code in language_codes() if code in header]
    if "id" not in header or len(columns) < 2:
        raise Invalid(
            _("%(name)s, line 1: the columns “id” and at least two of %(languages)s are needed. Nothing was changed.")
            % {"name": name, "languages": ", ".join(language_codes())},
            code="bad_header",
        )
    return columns


class _LabelGraph(Graph):
    """Keeps only the labels in our languages while a file of millions of statements goes by."""

    def __init__(self) -> None:
        super().__init__(store="SimpleMemory", bind_namespaces="none")

    def add(self, triple: Any) -> "_LabelGraph":
        """Passed over: links, notes, other languages."""
        _subject, relation, thing = triple
        if relation in _LABEL_NODES or (relation in _LABELS and _language_of(thing)):
            super().add(triple)
        return self


def _read_skos(path: Path) -> Iterator[OutsideConcept]:
    _refuse_document_types(path)
    graph = _LabelGraph()
    try:
        if path.suffix.lower() == ".jsonld":
            to_rdf(_json_without_outside_contexts(path), graph)
        else:
            graph.parse(str(path), format=_FORMATS.get(path.suffix.lower(), "turtle"))
    except Invalid:
        raise
    except Exception as error:
        raise _unreadable(path, str(error)[:200]) from error
    found: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for subject, label, weight in _labels_of(graph):
        words = found[subject][_language_of(label)]
        if text := _label(str(label), subject):
            words[text] = max(weight, words.get(text, 0.0))
    for identifier, labels in sorted(found.items()):
        yield OutsideConcept(identifier, {code: _best_first(words) for code, words in sorted(labels.items())})


def _best_first(words: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(words.items(), key=lambda item: (-item[1], item[0]))


def _labels_of(graph: Graph) -> Iterator[tuple[str, Any, float]]:
    """(concept, label, weight): written at the concept itself, or at a label of its own (SKOS-XL, as AGROVOC does)."""
    for relation, weight in _WEIGHTS.items():
        for subject, label in graph.subject_objects(relation):
            if _language_of(label):
                yield str(subject), label, weight
    for relation, weight in _LABEL_NODES.items():
        for subject, node in graph.subject_objects(relation):
            for label in graph.objects(node, SKOSXL.literalForm):
                if _language_of(label):
                    yield str(subject), label, weight


def _language_of(label: Any) -> str:
    """`fr` for `fr-FR`; empty for what is no label of a language of this network."""
    code = str(label.language or "").split("-")[0].lower() if isinstance(label, Literal) else ""
    return code if code in language_codes() else ""


def _unreadable(path: Path, reason: str) -> Invalid:
    return Invalid(
        _("%(name)s cannot be read as SKOS (%(reason)s). Nothing was changed.") % {"name": path.name, "reason": reason},
        code="bad_file",
    )


def _json_without_outside_contexts(path: Path) -> Any:
    """JSON-LD may name a context somewhere on the web; nothing is fetched for an import."""
    data = json.loads(path.read_text(encoding="utf-8-sig"))
    waiting: list[Any] = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            contexts = part.get("@context", [])
            if any(isinstance(one, str) for one in (contexts if isinstance(contexts, list) else [contexts])):
                raise Invalid(
                    _("%(name)s points to a context on another site, which is not fetched. Convert it to Turtle or "
                      "RDF/XML. Nothing was changed.") % {"name": path.name},
                    code="outside_context",
                )  # fmt: skip
            waiting += part.values()
    return data


def _refuse_document_types(path: Path) -> None:
    """XML with a document type may expand without end; no thesaurus needs one. Other encodings than UTF-8 could hide it."""
    with path.open("rb") as file:
        tail = b""
        while block := file.read(1 << 20):
            if b"<!DOCTYPE" in tail + block or b"<!ENTITY" in tail + block:
                raise Invalid(
                    _("%(name)s contains a document type definition, which is refused. Nothing was changed.")
                    % {"name": path.name},
                    code="document_type",
                )
            if b"\x00" in block:
                raise _unreadable(path, "NUL")
            tail = block[-16:]


def _label(text: str, place: str) -> str:
    try:
        cleaned = clean_text(text, multiline=False)
    except ValidationError as error:
        raise Invalid(f"{place}: {' '.join(error.messages)}", code="bad_label") from error
    return cleaned[:LONGEST_LABEL]
