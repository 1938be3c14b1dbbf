"""Outside thesauri enrich the search, and can be taken out again; what is broken changes nothing."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from seguia.config.testing import Cast, make_action
from seguia.core.errors import Invalid
from seguia.search.engine import search
from seguia.search.index.follower import follow_changes, rebuild
from seguia.search.request import SearchRequest
from seguia.vocabulary.changes import revision
from seguia.vocabulary.models import Concept, LexiconEntry
from seguia.vocabulary.outside import OutsideConcept, read_thesaurus
from seguia.vocabulary.services.importing import Imported, import_thesaurus, withdraw_thesaurus


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Places are told in words."""
    with translation.override("en"):
        yield


GEMET = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#"
         xml:base="http://thesaurus.example/concept/">
  <skos:Concept rdf:about="1">
    <skos:prefLabel xml:lang="ar">طحلب</skos:prefLabel>
    <skos:prefLabel xml:lang="fr">algue</skos:prefLabel>
    <skos:prefLabel xml:lang="en-US">alga</skos:prefLabel>
    <skos:prefLabel xml:lang="de">Alge</skos:prefLabel>
    <skos:altLabel xml:lang="fr">varech</skos:altLabel>
    <skos:definition xml:lang="fr">Plante des eaux.</skos:definition>
    <skos:broader rdf:resource="2"/>
  </skos:Concept>
  <skos:Concept rdf:about="2"><skos:prefLabel xml:lang="de">Pflanze</skos:prefLabel></skos:Concept>
</rdf:RDF>
"""
ALGA = {"ar": [("طحلب", 1.0)], "en": [("alga", 1.0)], "fr": [("algue", 1.0), ("varech", 0.6)]}
LABELS_OF_THEIR_OWN = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
<http://thesaurus.example/concept/1> a skos:Concept ; skos:prefLabel "alga"@en ;
  xl:prefLabel <http://thesaurus.example/label/a>, <http://thesaurus.example/label/b>, [ xl:literalForm "alga"@en ] ;
  xl:altLabel [ a xl:Label ; xl:literalForm "varech"@fr ] .
<http://thesaurus.example/label/a> a xl:Label ; xl:literalForm "طحلب"@ar .
<http://thesaurus.example/label/b> a xl:Label ; xl:literalForm "algue"@fr .
"""
JSONLD = """[{"@id": "http://thesaurus.example/concept/1",
 "http://www.w3.org/2004/02/skos/core#prefLabel": [{"@language": "ar", "@value": "طحلب"},
  {"@language": "fr", "@value": "algue"}, {"@language": "en", "@value": "alga"}],
 "http://www.w3.org/2004/02/skos/core#altLabel": [{"@language": "fr", "@value": "varech"}]}]"""
TABLE = "id\tar\tfr\ten\trelated\n1\tطحلب\talgue\talga\t2 3\n2\t\tplante\t\t\n"


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [("gemet.rdf", GEMET), ("agrovoc.ttl", LABELS_OF_THEIR_OWN), ("small.jsonld", JSONLD)],
)
def test_skos_is_read_in_every_shape(tmp_path: Path, name: str, content: str) -> None:
    concepts = list(read_thesaurus(written(tmp_path, name, content)))
    assert [concept.labels for concept in concepts] == [ALGA]
    assert concepts[0].identifier == "http://thesaurus.example/concept/1"


@pytest.mark.parametrize(
    ("name", "content"), [("t.tsv", TABLE), ("t.csv", TABLE.replace("\t", ",")), ("m.tsv", "\ufeff" + TABLE)]
)
def test_table_is_read(tmp_path: Path, name: str, content: str) -> None:
    first, second = read_thesaurus(written(tmp_path, name, content))
    assert first == OutsideConcept("1", {"ar": [("طحلب", 1.0)], "fr": [("algue", 1.0)], "en": [("alga", 1.0)]})
    assert (second.labels, second.is_bridge) == ({"fr": [("plante", 1.0)]}, False)


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + GEMET.split("?>", 1)[1]


@pytest.mark.parametrize(
    ("name", "content", "code", "told"),
    [
        ("t.tsv", "", "bad_header", "t.tsv, line 1"),
        ("t.tsv", "id\tfr\n1\talgue\n", "bad_header", "t.tsv, line 1"),
        ("t.tsv", "code\tar\tfr\n", "bad_header", "t.tsv, line 1"),
        ("t.tsv", b"id\tar\tfr\n1\t\xff\xfe\tx\n", "bad_file", "t.tsv"),
        ("t.tsv", "id\tar\tfr\n1\tطحلب\talgue\n2\tab\u202ecd\tx\n", "bad_label", "t.tsv, line 3"),
        ("t.tsv", "id\tar\tfr\n1\ta\x00b\tx\n", "bad_label", "t.tsv, line 2"),
        ("t.csv", 'id,ar,fr\n1,"' + "x" * 200_000 + '",y\n', "bad_file", "t.csv"),
        ("t.rdf", BOMB, "document_type", "t.rdf"),
        ("t.rdf", BOMB.encode("utf-16"), "bad_file", "t.rdf"),
        ("t.rdf", GEMET[:-20], "bad_file", "t.rdf"),
        ("t.rdf", GEMET.replace("algue", "al\u202egue"), "bad_label", "http://thesaurus.example/concept/1"),
        ("t.ttl", "this is not Turtle", "bad_file", "t.ttl"),
        ("t.nt", b"\xff\xfe", "bad_file", "t.nt"),
        ("t.jsonld", "{", "bad_file", "t.jsonld"),
        ("t.jsonld", "[" * 100_000, "bad_file", "t.jsonld"),
        ("t.jsonld", '{"@graph": [{"@context": ["https://elsewhere.example/x"]}]}', "outside_context", "t.jsonld"),
    ],
)
def test_broken_file_is_refused_with_its_place_and_changes_nothing(
    db: None, tmp_path: Path, name: str, content: str | bytes, code: str, told: str
) -> None:
    LexiconEntry.objects.create(words={"ar": [["ماء", 1.0]], "fr": [["eau", 1.0]]}, origin="small")
    with pytest.raises(Invalid) as caught:
        import_thesaurus(read_thesaurus(written(tmp_path, name, content)), origin="small")
    assert (caught.value.code, str(caught.value.message).startswith(told)) == (code, True), str(caught.value)
    assert [entry.words["fr"] for entry in LexiconEntry.objects.all()] == [[["eau", 1.0]]]


def test_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        read_thesaurus(tmp_path / "gone.ttl")
    assert caught.value.code == "no_file"


def test_repeated_import_replaces_itself_and_leaves_others(db: None, tmp_path: Path) -> None:
    own = LexiconEntry.objects.create(words={"ar": [["شجرة", 1.0]], "fr": [["arbre", 1.0]]})
    path = written(tmp_path, "t.rdf", GEMET)
    assert import_thesaurus(read_thesaurus(path), origin="gemet") == Imported(read=1, kept=1, replaced=0)
    before = revision()
    assert import_thesaurus(read_thesaurus(path), origin="gemet") == Imported(read=1, kept=1, replaced=1)
    assert [entry.words for entry in LexiconEntry.objects.filter(origin="gemet")] == [
        {code: [list(word) for word in words] for code, words in ALGA.items()}
    ]
    assert revision() != before
    assert withdraw_thesaurus(origin="gemet") == 1
    assert withdraw_thesaurus(origin="gemet") == 0
    assert list(LexiconEntry.objects.all()) == [own]


def test_thesaurus_without_two_languages_keeps_what_was_there(db: None, tmp_path: Path) -> None:
    import_thesaurus(read_thesaurus(written(tmp_path, "t.rdf", GEMET)), origin="gemet")
    only_french = written(tmp_path, "u.tsv", "id\tar\tfr\n1\t\talgue\n")
    with pytest.raises(Invalid):
        import_thesaurus(read_thesaurus(only_french), origin="gemet")
    assert LexiconEntry.objects.filter(origin="gemet").count() == 1


@pytest.mark.parametrize("origin", ["seguia", "GEMET", "a", "", "x" * 50, "../x"])
def test_name_of_an_outside_thesaurus_is_checked(db: None, origin: str) -> None:
    with pytest.raises(Invalid):
        import_thesaurus([], origin=origin)
    with pytest.raises(Invalid):
        withdraw_thesaurus(origin=origin)


def test_imported_thesaurus_is_no_part_of_the_published_one(cast: Cast, tmp_path: Path) -> None:
    before = set(Concept.objects.values_list("slug", flat=True))
    import_thesaurus(read_thesaurus(written(tmp_path, "t.rdf", GEMET)), origin="gemet")
    assert set(Concept.objects.values_list("slug", flat=True)) == before


@pytest.fixture
def indexed(cast: Cast) -> int:
    """A French text with a word that only the outside thesaurus knows in Arabic."""
    action = make_action(cast.loos_town, {"fr": "Le ramassage des algues sur la plage"}, status="published")
    rebuild()
    return action.pk


def found(word: str) -> list[int]:
    return [hit.object_id for hit in search(SearchRequest(word, "ar")).hits]


def test_search_finds_through_an_imported_word_until_it_is_withdrawn(indexed: int, tmp_path: Path) -> None:
    assert indexed not in found("طحلب")
    import_thesaurus(read_thesaurus(written(tmp_path, "t.rdf", GEMET)), origin="gemet")
    follow_changes()
    assert found("طحلب") == [indexed]
    withdraw_thesaurus(origin="gemet")
    follow_changes()
    assert indexed not in found("طحلب")


def test_command_imports_withdraws_and_exports(cast: Cast, tmp_path: Path) -> None:
    def run(*words: Any) -> str:
        out = io.StringIO()
        call_command("vocabulary", *map(str, words), stdout=out)
        return out.getvalue()

    path = written(tmp_path, "t.rdf", GEMET)
    told = run("import", path, "--origin", "gemet")
    assert told == "1 concepts read, 1 join two languages and were kept, 0 earlier ones replaced\n"
    assert run("withdraw", "gemet") == "1 entries taken out\n"
    for ending in ("ttl", "jsonld", "rdf", "csv"):
        run("export", tmp_path / f"out.{ending}")
        assert (tmp_path / f"out.{ending}").stat().st_size > 100
    for wrong in (["export", tmp_path / "out.doc"], ["import", tmp_path / "none.ttl", "--origin", "x1"]):
        with pytest.raises(CommandError):
            run(*wrong)


def test_own_export_can_be_imported_elsewhere(cast: Cast, tmp_path: Path) -> None:
    for ending in ("ttl", "jsonld", "rdf"):
        call_command("vocabulary", "export", str(tmp_path / f"v.{ending}"), stdout=io.StringIO())
        concepts = {c.identifier.rpartition("/")[2]: c.labels for c in read_thesaurus(tmp_path / f"v.{ending}")}
        assert sorted(concepts) == ["composting", "energy", "waste"]
        assert concepts["composting"]["ar"] == [("التسميد", 1.0), ("كومبوست", 0.6)]
