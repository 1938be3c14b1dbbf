"""The thesaurus to read: the alphabet of each language, looking up, the tree, a concept's page."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from seguia.config.testing import Cast, make_action
from seguia.core.permissions import allowed
from seguia.ui.tests.markup import Page
from seguia.vocabulary.changes import tell_changed
from seguia.vocabulary.labels import find_concepts, folded, label_index, letter_of, sort_key
from seguia.vocabulary.models import Concept, Goal
from seguia.vocabulary.queries import branches_of, concept_by_slug

PAGES = ["themes/", "themes/a-z/", "themes/find/", "themes/find/?q=compost", "themes/find/?q=zzz", "themes/waste/"]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("path", [*PAGES, "themes/composting/"])
def test_page_is_sound(cast: Cast, client: Client, language: str, path: str) -> None:
    response = client.get(f"/{language}/{path}")
    assert (response.status_code, Page(response.content.decode()).faults) == (200, [])


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("Énergie", "E"), ("Œuvre", "O"), ("çà", "C"), ("l'eau", "L"), ("« Eau »", "E"), ("3D", "0–9"),
        ("الطاقة", "ط"), ("أشجار", "ا"), ("إنارة", "ا"), ("آبار", "ا"), ("ال", "ا"), ("النفايات", "ن"), ("ـماء", "م"),
        ("ألم", "ا"), ("…", "0–9"),
    ],
)  # fmt: skip
def test_word_stands_under_its_letter(word: str, letter: str) -> None:
    assert letter_of(sort_key(word)) == letter


def test_words_meet_whatever_their_spelling() -> None:
    assert folded("Écologie-Verte") == folded("ecologie verte")
    assert folded("إدارةُ النّفايـات") == folded("ادارة النفايات")
    assert folded("مقهى") == folded("مقهي")


def test_index_has_all_words_of_a_language_in_order(cast: Cast) -> None:
    Concept.objects.filter(slug="energy").update(alternative={"fr": ["électricité", "Ampoule", "éclairage"]})
    assert {letter: [entry.label for entry in entries] for letter, entries in label_index("fr").items()} == {
        "A": ["Ampoule"],
        "C": ["compost", "Compostage"],
        "D": ["Déchets"],
        "E": ["éclairage", "électricité", "Énergie"],
    }
    assert list(label_index("ar")) == ["ت", "ط", "ك", "ن"]
    see = label_index("fr")["A"][0]
    assert (see.slug, see.is_preferred, see.name) == ("energy", False, "Énergie")


def test_index_is_kept_until_the_vocabulary_changes(cast: Cast, django_assert_num_queries: Any) -> None:
    tell_changed()
    label_index("fr")
    Concept.objects.filter(slug="energy").update(preferred={"fr": "Watts"})
    with django_assert_num_queries(1):
        assert "W" not in label_index("fr")
    tell_changed()
    with django_assert_num_queries(2):
        assert "W" in label_index("fr")


def test_alphabet_page_shows_one_letter(cast: Cast, client: Client, django_assert_num_queries: Any) -> None:
    page = Page(client.get("/fr/themes/a-z/?letter=C").content.decode())
    links = [link["href"] for link in page.all("a") if link["href"] == "/fr/themes/composting/"]
    assert len(links) == 2
    assert [a["href"] for a in page.all("a", **{"aria-current": "page"}) if "letter" in a["href"]] == ["?letter=C"]
    arabic = Page(client.get("/ar/themes/a-z/?letter=ن").content.decode())
    assert "/ar/themes/waste/" in [link["href"] for link in arabic.all("a")]
    for extra in range(3):
        Concept.objects.create(slug=f"c{extra}", preferred={"fr": f"Cantine {extra}"})
        with django_assert_num_queries(2):
            client.get("/fr/themes/a-z/?letter=C")


@pytest.mark.parametrize("letter", ["Z", "ن", "%00", "CC", "%E2%80%AE", "1"])
def test_what_is_no_letter_is_not_found(cast: Cast, client: Client, letter: str) -> None:
    assert client.get(f"/fr/themes/a-z/?letter={letter}").status_code in {404, 400}


@pytest.mark.parametrize("page", ["-1", "abc", "9" * 30, ""])
def test_page_number_that_makes_no_sense_shows_the_nearest(cast: Cast, client: Client, page: str) -> None:
    assert client.get(f"/fr/themes/a-z/?letter=C&page={page}").status_code == 200


def test_empty_vocabulary_has_a_page(db: None, client: Client) -> None:
    for path in ("themes/", "themes/a-z/", "themes/find/?q=eau"):
        assert client.get(f"/fr/{path}").status_code == 200


@pytest.mark.parametrize(
    ("word", "slugs"),
    [
        ("compost", ["composting"]),
        ("DECHETS", ["waste"]),
        ("نفايات", ["waste"]),
        ("النفايات", ["waste"]),
        ("e", ["energy", "composting", "waste"]),
        ("", []),
        ("zzzz", []),
        ("%_", []),
    ],
)
def test_word_is_looked_up_in_every_language(cast: Cast, word: str, slugs: list[str]) -> None:
    found = [one.concept.slug for one in find_concepts(word)]
    assert sorted(found) == sorted(slugs)
    assert found[:1] == slugs[:1]


@pytest.mark.parametrize("words", ["%00", "\u202eabc", "a" * 3000, "%22%3E%3Cscript%3E"])
def test_strange_words_never_give_a_fault(cast: Cast, client: Client, words: str) -> None:
    response = client.get(f"/fr/themes/find/?q={words}")
    assert response.status_code in {200, 400, 414}
    assert b"<script>" not in response.content


def test_tree_under_a_theme_has_everything_once(cast: Cast, django_assert_num_queries: Any) -> None:
    names = {"bin": "Bac", "worm": "Ver", "alley": "Allée"}
    made = {
        slug: Concept.objects.create(slug=slug, preferred={"fr": fr}, theme=cast.waste) for slug, fr in names.items()
    }
    made["alley"].broader.add(cast.waste)
    made["bin"].broader.add(cast.composting)
    made["worm"].broader.add(made["bin"])
    made["bin"].broader.add(made["worm"])
    with django_assert_num_queries(2):
        branches = branches_of(cast.waste)
    assert [(b.concept.slug, [c.slug for c in b.below]) for b in branches] == [
        ("alley", []),
        ("composting", ["bin", "worm"]),
    ]


@pytest.mark.parametrize("more", [0, 3])
def test_pages_ask_the_same_number_of_queries(
    cast: Cast, client: Client, django_assert_num_queries: Any, more: int
) -> None:
    for number in range(more):
        concept = Concept.objects.create(slug=f"x{number}", preferred={"ar": "أخرى"}, theme=cast.waste)
        concept.broader.add(cast.composting)
        concept.related.add(cast.composting)
        make_action(cast.loos_town, {"fr": f"Fiche {number}"}, status="published").themes.add(concept)
    for path, queries in [("themes/", 1), ("themes/composting/", 6), ("themes/waste/", 8)]:
        with django_assert_num_queries(queries):
            client.get(f"/fr/{path}")


def test_concept_page_tells_its_address_its_data_and_its_actions(cast: Cast, client: Client) -> None:
    make_action(cast.loos_town, {"fr": "Brouillon"}).themes.add(cast.composting)
    response = client.get("/fr/themes/composting/")
    html = response.content.decode()
    page = Page(html)
    assert response.context["action_count"] == 1
    assert "http://localhost:8000/id/concept/composting" in html
    assert {(a["type"], a["href"]) for a in page.all("link", rel="alternate") if "/vocabulary/" in a["href"]} == {
        ("text/turtle", "/vocabulary/composting.ttl"),
        ("application/ld+json", "/vocabulary/composting.jsonld"),
        ("application/rdf+xml", "/vocabulary/composting.rdf"),
    }
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[0])
    assert (data["@type"], data["@id"]) == ("DefinedTerm", "http://localhost:8000/id/concept/composting")
    assert {"@language": "ar", "@value": "التسميد"} in data["name"]


def test_words_of_a_concept_cannot_end_the_data_block(cast: Cast, client: Client) -> None:
    Concept.objects.filter(slug="waste").update(alternative={"fr": ["</script><script>alert(1)</script>"]})
    html = client.get("/fr/themes/waste/").content.decode()
    assert "<script>alert" not in html


def test_themes_page_offers_all_downloads(cast: Cast, client: Client) -> None:
    page = Page(client.get("/fr/themes/").content.decode())
    links = [link["href"] for link in page.all("a") if link["href"].startswith("/vocabulary.")]
    assert links == ["/vocabulary.ttl", "/vocabulary.jsonld", "/vocabulary.rdf", "/vocabulary.csv"]


def test_merged_concepts_are_found_by_their_old_identifier(cast: Cast) -> None:
    assert concept_by_slug("composting").slug == "composting"
    assert Goal.objects.count() == 2
    assert not allowed("vocabulary.edit_concept", cast.mayor)
