"""The vocabulary leaves the house as SKOS and CSV, and comes back the same."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS
from rdflib.plugins.parsers.jsonld import to_rdf

from seguia.config.testing import Cast
from seguia.vocabulary import exports, skos
from seguia.vocabulary.changes import tell_changed
from seguia.vocabulary.models import Concept, MergedConcept
from seguia.vocabulary.services.loading import load_vocabulary

SITE = "http://localhost:8000"
RDF_ENDINGS = ["ttl", "jsonld", "rdf"]
TYPES = {"ttl": "text/turtle", "jsonld": "application/ld+json", "rdf": "application/rdf+xml"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "EXPORTS_DIR", tmp_path / "exports")
    return tmp_path / "exports"


@pytest.fixture
def linked(cast: Cast) -> Cast:
    """Everything that can be exported: quotes and line marks in words, both directions of links, a merged concept."""
    cast.composting.related.add(cast.energy)
    Concept.objects.filter(slug="energy").update(alternative={"fr": ['l\'"énergie" \\ <b> & Cie'], "ar": ["الضو"]})
    MergedConcept.objects.create(slug="old-compost", into=cast.composting)
    return cast


def uri(slug: str) -> URIRef:
    return URIRef(f"{SITE}/id/concept/{slug}")


def parsed(data: bytes, ending: str) -> Graph:
    graph = Graph(store="SimpleMemory")
    if ending == "jsonld":
        to_rdf(json.loads(data), graph)
        return graph
    return graph.parse(data=data, format=skos.FORMATS[ending][0])


def picture(graph: Graph) -> dict[str, Any]:
    """What a reader of the data gets, by slug."""
    slugs = {str(s): str(n) for s, n in graph.subject_objects(SKOS.notation)}
    found = {}
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        labels = {
            name: sorted((str(label.language), str(label)) for label in graph.objects(concept, relation))
            for name, relation in (("preferred", SKOS.prefLabel), ("alternative", SKOS.altLabel))
        }
        links = {
            name: sorted(slugs[str(other)] for other in graph.objects(concept, relation))
            for name, relation in (("broader", SKOS.broader), ("narrower", SKOS.narrower), ("related", SKOS.related))
        }
        goals = sorted(str(goal) for goal in graph.objects(concept, SKOS.relatedMatch))
        found[slugs[str(concept)]] = {**labels, **links, "goals": goals}
    return found


EXPECTED = {
    "waste": {
        "preferred": [("ar", "النفايات"), ("en", "Waste"), ("fr", "Déchets")],
        "alternative": [],
        "broader": [],
        "narrower": ["composting"],
        "related": [],
        "goals": [],
    },
    "energy": {
        "preferred": [("ar", "الطاقة"), ("en", "Energy"), ("fr", "Énergie")],
        "alternative": [("ar", "الضو"), ("fr", 'l\'"énergie" \\ <b> & Cie')],
        "broader": [],
        "narrower": [],
        "related": ["composting"],
        "goals": [],
    },
    "composting": {
        "preferred": [("ar", "التسميد"), ("en", "Composting"), ("fr", "Compostage")],
        "alternative": [("ar", "كومبوست"), ("en", "compost"), ("fr", "compost")],
        "broader": ["waste"],
        "narrower": [],
        "related": ["energy"],
        "goals": ["http://metadata.un.org/sdg/12.5"],
    },
}


@pytest.mark.parametrize("ending", RDF_ENDINGS)
def test_graph_comes_back_the_same(linked: Cast, ending: str) -> None:
    graph = parsed(skos.serialised(ending), ending)
    assert picture(graph) == EXPECTED
    scheme = URIRef(f"{SITE}/id/vocabulary")
    assert sorted(graph.objects(scheme, SKOS.hasTopConcept)) == [uri("energy"), uri("waste")]
    assert set(graph.objects(None, SKOS.inScheme)) == {scheme}
    assert list(graph.objects(uri("old-compost"), DCTERMS.isReplacedBy)) == [uri("composting")]
    assert [bool(value) for value in graph.objects(uri("old-compost"), OWL.deprecated)] == [True]


@pytest.mark.parametrize("ending", RDF_ENDINGS)
def test_graph_names_no_concept_that_is_not_in_it(linked: Cast, ending: str) -> None:
    graph = parsed(skos.serialised(ending), ending)
    named = {o for o in graph.objects() if str(o).startswith(f"{SITE}/id/concept/")}
    assert named == {uri(slug) for slug in EXPECTED}


def test_table_comes_back_the_same(linked: Cast) -> None:
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(skos.serialised("csv").decode("utf-8-sig")))}
    assert sorted(rows) == sorted(EXPECTED)
    assert rows["composting"] == {
        "id": "composting",
        "preferred_ar": "التسميد", "alternative_ar": "كومبوست",
        "preferred_fr": "Compostage", "alternative_fr": "compost",
        "preferred_en": "Composting", "alternative_en": "compost",
        "broader": "waste", "related": "energy", "sdg": "12.5",
    }  # fmt: skip
    assert rows["energy"]["alternative_fr"] == 'l\'"énergie" \\ <b> & Cie'


def test_export_asks_the_same_number_of_queries_for_any_size(cast: Cast, django_assert_num_queries: Any) -> None:
    for number in (0, 3):
        for extra in range(number):
            Concept.objects.create(slug=f"extra{extra}", preferred={"ar": "أخرى"}).broader.add(cast.waste)
        with django_assert_num_queries(5):
            skos.serialised("csv")


@pytest.mark.parametrize("ending", RDF_ENDINGS)
def test_one_concept_is_given_with_its_neighbours_named(linked: Cast, client: Client, ending: str) -> None:
    answer = client.get(f"/vocabulary/composting.{ending}")
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, TYPES[ending])
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    graph = parsed(answer.content, ending)
    assert list(graph.subjects(RDF.type, SKOS.Concept)) == [uri("composting")]
    assert list(graph.objects(uri("composting"), SKOS.broader)) == [uri("waste")]
    kept = client.get(f"/vocabulary/composting.{ending}", headers={"if-none-match": answer.headers["ETag"]})
    assert kept.status_code == 304


HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "language", "place"),
    [
        (HTML, "ar", "/ar/themes/composting/"),
        (HTML, "fr-FR,fr;q=0.9", "/fr/themes/composting/"),
        ("*/*", "en", "/en/themes/composting/"),
        ("", "en", "/en/themes/composting/"),
        ("image/png", "en", "/en/themes/composting/"),
        ("text/turtle", "fr", "/vocabulary/composting.ttl"),
        ("application/ld+json, text/html;q=0.5", "fr", "/vocabulary/composting.jsonld"),
        ("application/json", "fr", "/vocabulary/composting.jsonld"),
        ("application/rdf+xml", "fr", "/vocabulary/composting.rdf"),
        ("text/turtle;q=0.2, text/html", "fr", "/fr/themes/composting/"),
    ],
)
def test_identifier_leads_to_what_is_wanted(cast: Cast, client: Client, accept: str, language: str, place: str) -> None:
    answer = client.get("/id/concept/composting", headers={"accept": accept, "accept-language": language})
    assert (answer.status_code, answer.headers["Location"]) == (303, place)
    assert {part.strip() for part in answer.headers["Vary"].split(",")} >= {"Accept", "Accept-Language"}
    assert client.get(place).status_code == 200


def test_identifier_of_the_whole_leads_to_page_and_data(cast: Cast, client: Client) -> None:
    for accept, place in [(HTML, "/fr/themes/"), ("text/turtle", "/vocabulary.ttl")]:
        answer = client.get("/id/vocabulary", headers={"accept": accept, "accept-language": "fr"})
        assert (answer.status_code, answer.headers["Location"]) == (303, place)


def test_merged_identifier_leads_to_the_one_that_stayed(linked: Cast, client: Client) -> None:
    answer = client.get("/id/concept/old-compost", headers={"accept": "text/turtle"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/vocabulary/composting.ttl")
    answer = client.get("/vocabulary/old-compost.ttl")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/vocabulary/composting.ttl")
    answer = client.get("/fr/themes/old-compost/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/fr/themes/composting/")
    assert client.get("/api/v1/concepts/old-compost").json()["slug"] == "composting"


@pytest.mark.parametrize(
    "address",
    ["/id/concept/nothing", "/id/concept/", "/vocabulary/nothing.ttl", "/vocabulary.exe", "/vocabulary/waste.csv"],
)
def test_unknown_identifier_is_not_found(cast: Cast, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.get(address, headers={"accept": "text/turtle"}).status_code == 404


@pytest.mark.parametrize("ending", skos.ENDINGS)
def test_download_is_made_once_and_then_served(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    first = client.get(f"/vocabulary.{ending}")
    body = first.getvalue()
    assert (first.status_code, body) == (200, skos.serialised(ending) if ending == "csv" else body)
    assert first.headers["Content-Disposition"] == f'attachment; filename="vocabulary.{ending}"'
    monkeypatch.setattr(exports, "serialised", lambda ending: pytest.fail("serialised in a request"))
    second = client.get(f"/vocabulary.{ending}")
    assert second.getvalue() == body
    kept = client.get(f"/vocabulary.{ending}", headers={"if-none-match": first.headers["ETag"]})
    assert (kept.status_code, kept.headers["ETag"]) == (304, first.headers["ETag"])


def test_old_file_is_served_until_the_worker_has_renewed_it(cast: Cast, client: Client, folder: Path) -> None:
    tell_changed()
    assert exports.renew_exports() == 4
    assert exports.renew_exports() == 0
    old = client.get("/vocabulary.csv")
    old_body = old.getvalue()
    Concept.objects.filter(slug="waste").update(alternative={"fr": ["rebuts"]})
    tell_changed()
    meanwhile = client.get("/vocabulary.csv")
    assert (meanwhile.getvalue(), meanwhile.headers["ETag"]) == (old_body, old.headers["ETag"])
    assert exports.renew_exports() == 4
    new = client.get("/vocabulary.csv", headers={"if-none-match": old.headers["ETag"]})
    assert (new.status_code, "rebuts" in new.getvalue().decode()) == (200, True)
    assert len(list(folder.glob("vocabulary-*"))) == 4


def test_second_asker_of_a_file_in_the_making_is_told_to_come_back(cast: Cast, client: Client, folder: Path) -> None:
    with exports._writing() as is_ours:
        assert is_ours
        answer = client.get("/vocabulary.ttl")
    assert answer.status_code == 503
    assert client.get("/vocabulary.ttl").status_code == 200


def test_download_asks_no_database_when_the_file_is_there(
    cast: Cast, client: Client, django_assert_num_queries: Any
) -> None:
    exports.renew_exports()
    with django_assert_num_queries(0):
        client.get("/vocabulary.ttl").getvalue()
    with django_assert_num_queries(1):
        exports.renew_exports()


@pytest.mark.slow
@pytest.mark.once
def test_real_vocabulary_comes_back_whole(db: None) -> None:
    loaded = load_vocabulary()
    graph = parsed(skos.serialised("ttl"), "ttl")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) == loaded.concepts
    labels = sum(len(c.preferred) for c in Concept.objects.all())
    assert len(list(graph.triples((None, SKOS.prefLabel, None)))) == labels
    for relation in (SKOS.broader, SKOS.narrower, SKOS.related):
        assert {o for _, o in graph.subject_objects(relation)} <= concepts
    assert {(o, s) for s, o in graph.subject_objects(SKOS.broader)} == set(graph.subject_objects(SKOS.narrower))
    assert {(o, s) for s, o in graph.subject_objects(SKOS.related)} == set(graph.subject_objects(SKOS.related))
