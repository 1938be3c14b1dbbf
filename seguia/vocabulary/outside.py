"""Reading outside thesauri: SKOS RDF (as GEMET, AGROVOC or EuroVoc publish it) and tables of labels.

They enrich the search of one installation; they are not part of Seguia and are not shown in its thesaurus.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rdflib import Graph, Literal
from rdflib.namespace import SKOS

from seguia.core.errors import Invalid
from seguia.core.languages import language_codes
from seguia.core.text import clean_text

LONGEST_LABEL = 200
ALTERNATIVE_WEIGHT = 0.6
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
            columns = [code for code in language_codes() if code in (reader.fieldnames or [])]
            if "id" not in (reader.fieldnames or []) or len(columns) < 2:
                raise Invalid(
                    _(
                        "%(name)s, line 1: the columns “id” and at least two of %(languages)s are needed. Nothing was changed."
                    )
                    % {"name": path.name, "languages": ", ".join(language_codes())},
                    code="bad_header",
                )
            for row in reader:
                place = f"{path.name}, {reader.line_num}"
                labels = {
                    code: [(_label(row[code] or "", place), 1.0)] for code in columns if (row[code] or "").strip()
                }
                yield OutsideConcept(row["id"] or "", labels)
        except (UnicodeDecodeError, csv.Error) as error:
            raise Invalid(
                _("%(name)s cannot be read as a UTF-8 table (%(reason)s). Nothing was changed.")
                % {"name": path.name, "reason": error},
                code="bad_file",
            ) from error


def _read_skos(path: Path) -> Iterator[OutsideConcept]:
    _refuse_document_types(path)
    graph = Graph()
    try:
        graph.parse(str(path), format=_FORMATS.get(path.suffix.lower(), "turtle"))
    except Exception as error:
        raise Invalid(
            _("%(name)s cannot be read as SKOS (%(reason)s). Nothing was changed.")
            % {"name": path.name, "reason": str(error)[:200]},
            code="bad_file",
        ) from error
    found: dict[str, dict[str, list[tuple[str, float]]]] = defaultdict(lambda: defaultdict(list))
    for relation, weight in ((SKOS.prefLabel, 1.0), (SKOS.altLabel, ALTERNATIVE_WEIGHT)):
        for subject, label in graph.subject_objects(relation):
            language = str(getattr(label, "language", "") or "").split("-")[0].lower()
            if isinstance(label, Literal) and language in language_codes():
                found[str(subject)][language].append((_label(str(label), str(subject)), weight))
    for identifier in sorted(found):
        yield OutsideConcept(identifier, dict(found[identifier]))


def _refuse_document_types(path: Path) -> None:
    """XML with a document type may expand without end; no thesaurus needs one."""
    with path.open("rb") as file:
        tail = b""
        while block := file.read(1 << 20):
            if b"<!DOCTYPE" in tail + block or b"<!ENTITY" in tail + block:
                raise Invalid(
                    _("%(name)s contains a document type definition, which is refused. Nothing was changed.")
                    % {"name": path.name},
                    code="document_type",
                )
            tail = block[-16:]


def _label(text: str, place: str) -> str:
    try:
        cleaned = clean_text(text, multiline=False)
    except ValidationError as error:
        raise Invalid(f"{place}: {' '.join(error.messages)}", code="bad_label") from error
    return cleaned[:LONGEST_LABEL]
