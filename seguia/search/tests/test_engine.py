"""From a query in one language to an explained page of texts in another."""

import pytest

from seguia.search import registry
from seguia.search.engine import search
from seguia.search.index.follower import follow_changes
from seguia.search.index.store import IndexStore
from seguia.search.request import SearchRequest
from seguia.search.tests.conftest import KIND, Shelf, find, numbers

ARABIC, FRENCH, ENGLISH, BOTH = 1, 2, 3, 4


@pytest.fixture
def catalogue(site: Shelf) -> Shelf:
    """Four documents in three languages."""
    site.change(
        ARABIC,
        {"ar": "غرس الأشجار في المدارس"},
        {"ar": "غرست الجماعة أشجارا في ساحات كل المدارس لتوفير الظل."},
        names=["شفشاون", "Chefchaouen"],
        facets={"country": ["MA"], "size": ["small"], "theme": ["nature", "school"], "language": ["ar"]},
        date=300,
        population=42_000,
    )
    site.change(
        FRENCH,
        {"fr": "Le tri des déchets en ville"},
        {"fr": "La ville a installé des bacs pour le tri des déchets ; l’eau de pluie lave les bacs."},
        names=["Loos-en-Gohelle"],
        facets={"country": ["FR"], "size": ["small"], "theme": ["waste"], "language": ["fr"]},
        date=200,
        population=6_500,
    )
    site.change(
        ENGLISH,
        {"en": "Composting at school"},
        {"en": "Pupils turn kitchen waste into compost. See the PCAET of the town."},
        facets={"country": ["FR"], "size": ["large"], "theme": ["waste", "school"], "language": ["en"]},
        date=100,
        population=230_000,
    )
    site.change(
        BOTH,
        {"ar": "الإنارة العمومية في المدينة", "fr": "L’éclairage public de la ville"},
        {"ar": "إنارة مقتصدة في كل الأحياء ضمن PCAET.", "fr": "Des lampes sobres dans tous les quartiers."},
        facets={"country": ["MA"], "size": ["large"], "theme": ["energy"], "language": ["ar", "fr"]},
        date=50,
        population=10,
    )
    follow_changes()
    return site


@pytest.mark.parametrize(
    ("query", "language", "best"),
    [
        ("planter des arbres à l’école", "fr", ARABIC),
        ("planting trees at schools", "en", ARABIC),
        ("فرز النفايات", "ar", FRENCH),
        ("waste sorting", "en", FRENCH),
        ("كومبوست", "ar", ENGLISH),
        ("compostage", "fr", ENGLISH),
        ("eclairage publc", "fr", BOTH),
        ("street lighting", "en", BOTH),
        ("مياه الأمطار", "ar", FRENCH),
    ],
)
def test_query_in_one_language_finds_the_text_in_another(
    catalogue: Shelf, query: str, language: str, best: int
) -> None:
    assert numbers(query, language)[0] == best


def test_own_language_is_shown_where_there_is_one(catalogue: Shelf) -> None:
    for reader, shown in (("ar", "ar"), ("fr", "fr"), ("en", "fr")):
        hit = find("éclairage public", reader).hits[0]
        assert (hit.object_id, hit.found.language) == (BOTH, shown)
        assert hit.found.title.language == shown
        assert hit.found.title.direction == ("rtl" if shown == "ar" else "ltr")


def test_hit_through_another_language_says_how(catalogue: Shelf) -> None:
    hit = find("planter arbres").hits[0]
    assert hit.found.language == "ar"
    assert hit.found.through == [("planter", "غرس"), ("arbres", "الأشجار")]
    assert str(hit.found.title.html) == "<mark>غرس</mark> <mark>الأشجار</mark> في المدارس"
    assert hit.found.passages[0].direction == "rtl"


def test_hit_in_the_own_language_needs_no_explanation(catalogue: Shelf) -> None:
    assert find("tri des déchets").hits[0].found.through == []
    quoted = find("PCAET")
    assert {(hit.object_id, tuple(hit.found.through)) for hit in quoted.hits} == {(ENGLISH, ()), (BOTH, ())}


def test_words_as_typed_are_neither_translated_nor_mended(catalogue: Shelf) -> None:
    assert numbers("compostage", is_literal=True) == []
    assert numbers("déchets", is_literal=True) == [FRENCH]
    page = find("le compostge à l’école", is_literal=True)
    assert (page.did_you_mean, page.explanation) == ("", [])
    assert numbers("Chefchaouen", is_literal=True) == [ARABIC]
    assert numbers("PCAET", "ar", is_literal=True) == numbers("PCAET", "ar")


def test_page_tells_how_words_were_understood(catalogue: Shelf) -> None:
    (translation,) = find("arbres").explanation
    assert (translation.written, translation.words["en"]) == ("arbres", ["tree"])
    assert set(translation.words) == {"ar", "en"}


def test_towns_are_found_by_name_in_every_language(catalogue: Shelf) -> None:
    assert numbers("Chefchaouen") == numbers("شفشاون", "ar") == [ARABIC]
    assert numbers('"Loos-en-Gohelle"', "ar") == [FRENCH]


def test_quotes_demand_the_words_as_they_stand(catalogue: Shelf) -> None:
    assert numbers('"eau de pluie"') == [FRENCH]
    assert numbers('"pluie eau"') == []
    assert numbers('"الأشجار في المدارس"', "ar") == [ARABIC]


def test_slip_is_mended_and_told(catalogue: Shelf) -> None:
    page = find("le compostge à l’école")
    assert page.did_you_mean == "le compostage à l’école"
    assert page.hits[0].object_id == ENGLISH
    assert find("compostage").did_you_mean == ""


def test_only_whole_words_are_corrected(catalogue: Shelf) -> None:
    assert find("arbrx carbrxe").did_you_mean == "arbre carbrxe"


def test_approximate_only_when_no_text_has_all_the_words(catalogue: Shelf) -> None:
    assert not find("tri de l’eau dans la ville").is_approximate
    assert find("tri éclairage").is_approximate
    assert {FRENCH, BOTH} <= set(numbers("tri éclairage"))
    assert not find("zzzz").is_approximate


def test_nothing_typed_is_everything_newest_first(catalogue: Shelf) -> None:
    page = find("")
    assert [hit.object_id for hit in page.hits] == [ARABIC, FRENCH, ENGLISH, BOTH]
    assert page.count == 4
    assert find("   ").count == 4
    assert all(hit.found.passages[0].html for hit in page.hits)


@pytest.mark.parametrize("query", ["???", "«»", "pour les", "في من", "+ - && || ! ( ) { } [ ] ^ ~ * : \\ /"])
def test_nothing_to_search_for_finds_nothing(catalogue: Shelf, query: str) -> None:
    assert (find(query).count, find(query).hits) == (0, [])


def test_sorting(catalogue: Shelf) -> None:
    assert numbers("ville école", sort="newest") == [ARABIC, FRENCH, ENGLISH, BOTH]
    assert numbers("ville école", sort="population") == [ENGLISH, ARABIC, FRENCH, BOTH]
    assert numbers("", sort="population") == [ENGLISH, ARABIC, FRENCH, BOTH]


def test_paging_shows_every_result_once(catalogue: Shelf) -> None:
    pages = [find("", page=number, page_size=3) for number in (1, 2, 3)]
    assert [[hit.object_id for hit in page.hits] for page in pages] == [[ARABIC, FRENCH, ENGLISH], [BOTH], []]
    assert [(page.count, page.pages) for page in pages] == [(4, 2)] * 3
    assert find("zzzz").pages == 1
    assert find("", page=10_000, page_size=1).hits == []


def test_filters_any_value_of_a_facet_and_all_facets(catalogue: Shelf) -> None:
    assert set(numbers("", filters={"country": ["FR"]})) == {FRENCH, ENGLISH}
    assert set(numbers("", filters={"theme": ["energy", "school"]})) == {ARABIC, ENGLISH, BOTH}
    assert numbers("", filters={"theme": ["energy", "school"], "country": ["FR"]}) == [ENGLISH]
    assert numbers("arbres", filters={"country": ["FR"]}) == []
    assert numbers("", filters={"country": ["XX"]}) == []


def counts(query: str = "", **asked: object) -> dict[str, dict[str, int]]:
    return {facet.name: {v.value: v.count for v in facet.values} for facet in find(query, **asked).facets}  # type: ignore[arg-type]


def test_facets_count_exactly(catalogue: Shelf) -> None:
    assert counts() == {
        "theme": {"school": 2, "waste": 2, "energy": 1, "nature": 1},
        "country": {"FR": 2, "MA": 2},
        "size": {"small": 2, "large": 2},
        "language": {"ar": 2, "fr": 2, "en": 1},
    }
    assert counts("compostage")["country"] == {"FR": 1}


def test_facet_that_is_filtered_by_shows_what_its_other_values_would_give(catalogue: Shelf) -> None:
    found = counts(filters={"country": ["FR"], "size": ["large"]})
    assert found["country"] == {"FR": 1, "MA": 1}
    assert found["size"] == {"large": 1, "small": 1}
    assert found["theme"] == {"school": 1, "waste": 1}


def test_facet_values_are_named_ordered_and_marked(catalogue: Shelf) -> None:
    facets = {facet.name: facet for facet in find("", "ar", filters={"theme": ["waste"], "language": ["fr"]}).facets}
    assert [v.value for v in facets["size"].values] == ["small"]
    first = facets["theme"].values[0]
    assert (first.value, first.label, first.is_active) == ("waste", "waste/ar", True)
    assert [v.value for v in facets["theme"].active] == ["waste"]
    assert (facets["language"].parameter, facets["theme"].parameter) == ("lang", "theme")
    unknown = find("", filters={"theme": ["?"]}).facets[0].values[0]
    assert (unknown.value, unknown.label, unknown.count, unknown.is_active) == ("?", "?", 0, True)


def test_texts_of_members_are_escaped(site: Shelf) -> None:
    site.change(1, {"fr": "<script>alert(1)</script> compost & <b>"}, {"fr": 'Le compost <img src=x onerror="x"> ici.'})
    follow_changes()
    found = find("compost").hits[0].found
    assert str(found.title.html) == "&lt;script&gt;alert(1)&lt;/script&gt; <mark>compost</mark> &amp; &lt;b&gt;"
    assert str(found.passages[0].html) == "Le <mark>compost</mark> &lt;img src=x onerror=&quot;x&quot;&gt; ici."


def test_passage_shows_the_place_that_tells_most(site: Shelf) -> None:
    filler = "Un texte assez long qui parle de beaucoup de choses diverses. " * 20
    site.change(1, {"fr": "Une fiche"}, {"fr": f"Compost. {filler}Le compost nourrit un arbre. {filler}"})
    follow_changes()
    html = str(find("compost arbre").hits[0].found.passages[0].html)
    assert "<mark>compost</mark> nourrit un <mark>arbre</mark>" in html
    assert html.startswith("… ")
    assert html.endswith(" …")
    beginning = str(find("").hits[0].found.passages[0].html)
    assert beginning.startswith("Compost. Un texte")
    assert beginning.endswith(" …")


def test_document_withdrawn_a_moment_ago_is_not_shown(catalogue: Shelf) -> None:
    del catalogue.documents[FRENCH]
    assert FRENCH not in numbers("")


def test_document_that_cannot_be_shown_leaves_the_others(catalogue: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    catalogue.raising[FRENCH] = ZeroDivisionError("broken")
    catalogue.put(ENGLISH, {})
    assert numbers("") == [ARABIC, BOTH]
    assert "text:2 cannot be read" in caplog.text


def test_other_kinds_are_not_mixed_in(catalogue: Shelf) -> None:
    assert search(SearchRequest("", kinds=("action",))).count == 0
    assert search(SearchRequest("", kinds=("action", KIND))).count == 4


def test_facets_nobody_named_are_not_counted(catalogue: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_FACETS", {})
    assert find("", filters={"country": ["FR"]}).facets == []


def test_page_without_an_index_says_it_is_being_prepared(node: IndexStore, shelf: Shelf, db: None) -> None:
    page = find("compost", page=2)
    assert (page.is_ready, page.hits, page.count, page.pages) == (False, [], 0, 1)
