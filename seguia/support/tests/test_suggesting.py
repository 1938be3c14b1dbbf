"""What is suggested at once: actions, methods and towns across languages, with reasons; never a fault."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string

from seguia.config.testing import Cast, make_action, make_territory
from seguia.library.models import Method, Status
from seguia.membership.models import Organisation, OrganisationKind
from seguia.search.index.follower import node_store, rebuild
from seguia.search.state import open_state
from seguia.support.suggesting import matched_words, suggest
from seguia.support.telling_words import MOST_WORDS, telling_words
from seguia.territories.models import Kind
from seguia.territories.similarity.profiles import forget_profiles
from seguia.vocabulary.models import LexiconEntry

QUERIES = 21
"""Documents of the hits (14), cards (2), the places that are compared (5)."""
ARABIC_NEED = "نحتاج إلى مساعدة في التسميد\nنريد جمع النفايات العضوية للسوق وتحويلها إلى سماد بدل نقلها إلى المطرح."


@pytest.fixture
def network(cast: Cast) -> Cast:
    """An index of the cast, a vocabulary that knows rain, roofs and schools."""
    for words in (
        {"ar": [("مطر", 1.0), ("أمطار", 1.0)], "fr": [("pluie", 1.0)], "en": [("rain", 1.0)]},
        {"ar": [("مدرسة", 1.0), ("مدارس", 1.0)], "fr": [("école", 1.0)], "en": [("school", 1.0)]},
        {"ar": [("نفايات", 1.0)], "fr": [("déchet", 1.0)], "en": [("waste", 1.0)]},
    ):
        LexiconEntry.objects.create(words=words)
    forget_profiles()
    rebuild()
    return cast


def test_arabic_need_finds_a_french_action_and_says_why(network: Cast) -> None:
    found = suggest(ARABIC_NEED, "ar", network.chefchaouen_town)
    assert [one.action for one in found.actions] == [network.french_action]
    assert ("التسميد", "compostage") in found.actions[0].found.through
    assert {"compostage", "déchets"} <= set(found.actions[0].words)
    assert [town.organisation for town in found.towns] == [network.loos_town]


def test_towns_alike_give_their_reasons(network: Cast) -> None:
    place = make_territory(
        "hcp:0115999", Kind.COMMUNE, "MA", {"ar": "باب تازة"}, traits=["mountain", "urban"], population=30000
    )
    like = Organisation.objects.create(
        kind=OrganisationKind.LOCAL_GOVERNMENT, name={"ar": "جماعة باب تازة"}, territory=place
    )
    make_action(like, {"fr": "Compostage des déchets du souk"}, status="published")
    forget_profiles()
    rebuild()
    found = suggest(ARABIC_NEED, "ar", network.chefchaouen_town)
    assert found.towns[0].organisation == like, "the town that is most like the one that asks comes first"
    assert found.towns[0].alike
    assert (found.towns[0].percent or 0) > (found.towns[1].percent or 0)


def test_own_actions_are_not_suggested_to_the_town_itself(network: Cast) -> None:
    own = suggest("استشارة في الطاقة لفائدة الساكنة والكهرباء", "ar", network.chefchaouen_town)
    other = suggest("استشارة في الطاقة لفائدة الساكنة والكهرباء", "ar", network.loos_town)
    assert [one.action for one in own.actions] == []
    assert [one.action for one in other.actions] == [network.arabic_action]


def test_drafts_are_never_suggested(network: Cast) -> None:
    found = suggest("جمع مياه الأمطار من سطوح المدارس", "ar", network.loos_town)
    assert network.draft not in [one.action for one in found.actions]


def test_methods_are_suggested_once_published(network: Cast) -> None:
    fields: dict[str, Any] = {"kind": "guide", "original_language": "fr", "summary": {"fr": "Trier, composter."}}
    method = Method.objects.create(title={"fr": "Guide du compostage des déchets"}, status=Status.DRAFT, **fields)
    rebuild()
    assert suggest(ARABIC_NEED, "ar", network.chefchaouen_town).methods == []
    Method.objects.filter(pk=method.pk).update(status=Status.PUBLISHED, published_at=network.french_action.published_at)
    rebuild()
    assert [one.method for one in suggest(ARABIC_NEED, "ar", network.chefchaouen_town).methods] == [method]


def test_without_an_index_nothing_is_suggested_and_it_says_so(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "none"
    found = suggest(ARABIC_NEED, "ar", cast.chefchaouen_town)
    assert (bool(found), found.is_ready) == (False, False)
    html = render_to_string("support/parts/suggestions.html", {"suggestions": found})
    assert "nothing can be suggested right now" in html


NONSENSE = [
    "", "   ", "\x00", "\u202e compost", "zzz qqq", "« compostage exact introuvable »", "?" * 100_000, "a " * 50_000,
    "()[]{}:*~^\"' AND OR NOT", "٣٤٥ 123", "\ud800",
]  # fmt: skip


def test_no_text_is_a_fault(network: Cast) -> None:
    for text in NONSENSE:
        for language in ("ar", "fr", "xx", ""):
            suggest(text, language, network.chefchaouen_town)


def test_quotation_marks_demand_nothing(network: Cast) -> None:
    found = suggest(
        "Nous cherchons « le compost des déchets de cuisine » pour le marché", "fr", network.chefchaouen_town
    )
    assert [one.action for one in found.actions] == [network.french_action]


def test_partner_without_a_town_and_a_town_that_ended_are_served(network: Cast) -> None:
    partner = Organisation.objects.create(kind=OrganisationKind.ASSOCIATION, name={"fr": "Association du compost"})
    assert suggest(ARABIC_NEED, "ar", partner).actions
    network.chefchaouen.valid_to = datetime.date(2020, 1, 1)
    network.chefchaouen.save()
    assert suggest(ARABIC_NEED, "ar", Organisation.objects.get(pk=network.chefchaouen_town.pk)).actions
    assert suggest(ARABIC_NEED, "ar", None).actions


def test_one_frequent_word_is_no_resemblance(network: Cast) -> None:
    found = suggest("Nous voudrions repeindre les bancs de la ville avec les habitants", "fr", network.chefchaouen_town)
    assert not found


def test_long_text_is_cut_to_the_words_that_tell(network: Cast) -> None:
    text = "Bonjour, notre commune aurait besoin d'aide. " * 40 + "Il s'agit de compostage et de déchets de cuisine."
    words = telling_words(open_state(node_store()), text, "fr").split()
    assert {"compostage", "déchets", "cuisine"} <= set(words)
    assert len(words) <= MOST_WORDS
    assert not {"commune", "besoin", "Bonjour"} & set(words)


@pytest.mark.parametrize("more", [0, 2])
def test_number_of_queries_is_constant(network: Cast, django_assert_num_queries: Any, more: int) -> None:
    for number in range(more):
        make_action(network.loos_town, {"fr": f"Compostage des déchets {number}"}, status="published")
    rebuild()
    town = Organisation.objects.select_related("territory").get(pk=network.chefchaouen_town.pk)
    suggest(ARABIC_NEED, "ar", town)
    with django_assert_num_queries(QUERIES):
        found = suggest(ARABIC_NEED, "ar", town)
    assert len(found.actions) == 1 + more


def test_part_of_the_page_marks_languages_and_escapes(network: Cast) -> None:
    make_action(network.loos_town, {"fr": "Compostage <script>alert(1)</script> déchets"}, status="published")
    rebuild()
    found = suggest(ARABIC_NEED, "ar", network.chefchaouen_town)
    html = render_to_string("support/parts/suggestions.html", {"suggestions": found, "language": "ar"})
    assert "<script>" not in html
    assert "<mark>" in html
    assert all("<" not in word for one in found.actions for word in matched_words(one.found))
