"""The secretariat's work on concepts: adding, changing, merging; and that it survives a new version of the files."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from seguia.actions import services as actions
from seguia.actions.content import snapshot
from seguia.actions.models import Action, ActionVersion
from seguia.audit.models import AuditEvent
from seguia.config.testing import Cast
from seguia.core.errors import Conflict, Invalid, Refused
from seguia.core.translated import TranslatedText
from seguia.search.models import Change
from seguia.ui.tests.markup import Page
from seguia.vocabulary import sources
from seguia.vocabulary.changes import revision
from seguia.vocabulary.models import Concept, MergedConcept
from seguia.vocabulary.queries import concept_by_slug
from seguia.vocabulary.services import loading
from seguia.vocabulary.services.checking import fingerprint
from seguia.vocabulary.services.editing import ConceptContent, change_concept, content_of, create_concept
from seguia.vocabulary.services.merging import merge_concepts
from seguia.vocabulary.sources import ConceptRow

KEY = "k" * 24


def named(ar: str, fr: str, en: str = "", **more: Any) -> ConceptContent:
    return ConceptContent(TranslatedText(ar=ar, fr=fr, en=en), **more)


def rain_garden(cast: Cast, **more: Any) -> Concept:
    content = named("حديقة مطرية", "Jardin de pluie", "Rain garden", **{"broader": ["waste"], **more})
    return create_concept(user=cast.secretariat, content=content).concept


def changed(concept: Concept, cast: Cast, **parts: Any) -> Concept:
    content = content_of(concept)
    given = {name: parts.get(name, getattr(content, name)) for name in vars(content)}
    return change_concept(concept, user=cast.secretariat, content=ConceptContent(**given)).concept


def test_concept_is_added_under_its_theme(cast: Cast) -> None:
    before = revision()
    concept = rain_garden(cast, alternative={"fr": ["noue"], "ar": ["حديقة المطر"]}, goals=["12.5"], related=["energy"])
    fresh = concept_by_slug("rain-garden")
    assert fresh == concept
    assert (fresh.theme, fresh.origin, fresh.is_edited, fresh.is_theme) == (cast.waste, "network", True, False)
    assert content_of(fresh).related == ["energy"]
    assert list(cast.energy.related.all()) == [fresh]
    assert AuditEvent.objects.get(code="vocabulary.concept.created").actor == cast.secretariat
    assert Change.objects.filter(kind="vocabulary").count() == 1
    assert revision() != before


@pytest.mark.parametrize(
    ("content", "slug", "error"),
    [
        (named("", "Seul"), "", ValidationError),
        (named("كلمة", "Mot", broader=["waste"], alternative={"fr": ["a\u202eb"]}), "x", ValidationError),
        (named("كلمة", "Mot", broader=["waste"], alternative={"fr": ["x" * 121]}), "x", ValidationError),
        (named("كلمة", "Mot", broader=["waste"], alternative={"xx": ["y"]}), "x", ValidationError),
        (
            named("كلمة", "Mot", broader=["waste"], alternative={"fr": [str(n) for n in range(61)]}),
            "x",
            ValidationError,
        ),
        (named("كلمة", "كلمة", broader=["waste"]), "", ValidationError),
        (named("كلمة", "Mot", broader=["waste"]), "Not A Slug", ValidationError),
        (named("كلمة", "Mot", broader=["waste"]), "x" * 81, ValidationError),
        (named("كلمة", "Mot"), "x", Invalid),
        (named("كلمة", "Mot", broader=["nothing"]), "x", Invalid),
        (named("كلمة", "Mot", broader=["waste"], goals=["99.9"]), "x", Invalid),
        (named("كلمة", "Mot", broader=["waste"], related=["waste"]), "x", Invalid),
        (named("كلمة", "Mot", broader=["waste"]), "waste", Conflict),
        (named("كلمة", "Mot", broader=["waste"]), "a-z", Conflict),
        (named("كلمة", "dechets", broader=["waste"]), "x", Conflict),
        (named("النِّفايات", "Mot", broader=["waste"]), "x", Conflict),
        (named("كلمة", "Mot", broader=["waste"], alternative={"fr": ["COMPOSTAGE"]}), "x", Conflict),
    ],
)
def test_fault_is_refused_and_nothing_is_saved(
    cast: Cast, content: ConceptContent, slug: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        create_concept(user=cast.secretariat, content=content, slug=slug)
    assert Concept.objects.count() == 3
    assert not AuditEvent.objects.filter(code__startswith="vocabulary").exists()


def test_only_the_secretariat_may(cast: Cast) -> None:
    for user in (cast.mayor, cast.clerk, cast.stranger, None):
        with pytest.raises(Refused):
            create_concept(user=user, content=named("كلمة", "Mot", broader=["waste"]))
        with pytest.raises(Refused):
            change_concept(cast.waste, user=user, content=content_of(cast.waste))
        with pytest.raises(Refused):
            merge_concepts(cast.composting, user=user, into=cast.energy)


def test_change_writes_words_and_links(cast: Cast) -> None:
    concept = changed(cast.composting, cast, broader=["energy"], alternative={"fr": ["lombricompost", "lombricompost"]})
    assert (concept.theme, concept.is_edited) == (cast.energy, True)
    assert concept.alternative == {"fr": ["lombricompost"]}
    assert AuditEvent.objects.filter(code="vocabulary.concept.changed").count() == 1


def test_change_without_difference_writes_nothing(cast: Cast) -> None:
    assert not changed(cast.composting, cast).is_edited
    assert not AuditEvent.objects.filter(code="vocabulary.concept.changed").exists()


def test_published_sheets_are_indexed_again_when_their_concept_moves(cast: Cast) -> None:
    Change.objects.all().delete()
    changed(cast.composting, cast, broader=["energy"])
    assert set(Change.objects.values_list("kind", "object_id")) == {
        ("action", cast.french_action.pk),
        ("vocabulary", 0),
    }
    Change.objects.all().delete()
    changed(cast.energy, cast, alternative={"fr": ["watts"]})
    assert set(Change.objects.values_list("kind", flat=True)) == {"vocabulary"}


def test_what_is_below_cannot_be_above(cast: Cast) -> None:
    garden = rain_garden(cast, broader=["composting"])
    for slug in (garden.slug, "composting"):
        with pytest.raises(Invalid) as caught:
            changed(cast.composting, cast, broader=[slug])
        assert caught.value.code == "circle"
    with pytest.raises(Invalid):
        changed(cast.waste, cast, broader=["energy"])
    with pytest.raises(Invalid):
        changed(cast.composting, cast, broader=[])
    with pytest.raises(Invalid):
        changed(cast.composting, cast, related=["composting"])


def test_somebody_elses_change_is_not_overwritten(cast: Cast) -> None:
    seen = fingerprint(content_of(cast.composting))
    changed(cast.composting, cast, goals=[])
    with pytest.raises(Conflict):
        change_concept(cast.composting, user=cast.secretariat, content=named("تسميد", "Compostage"), seen=seen)
    assert Concept.objects.get(slug="composting").preferred["ar"] == "التسميد"


def test_false_friend_is_told_and_not_refused(cast: Cast) -> None:
    Concept.objects.filter(slug="energy").update(alternative={"en": ["library"], "fr": ["pile"]})
    content = named("كتب", "Librairie", "", broader=["waste"], alternative={"fr": ["Library", "pile"]})
    with translation.override("en"):
        edited = create_concept(user=cast.secretariat, content=content)
    assert len(edited.notes) == 2
    assert "False friend? In English, “library” is a word for “energy”." in edited.notes
    again = change_concept(edited.concept, user=cast.secretariat, content=content_of(edited.concept))
    assert again.notes == []


def test_merger_moves_words_links_and_actions(cast: Cast) -> None:
    garden = rain_garden(cast, goals=["12"], related=["energy"], alternative={"fr": ["compost", "noue"]})
    child = create_concept(
        user=cast.secretariat, content=named("طفل", "Enfant", "Child", broader=["rain-garden"])
    ).concept
    cast.draft.themes.add(garden)
    cast.french_action.themes.add(garden)
    Change.objects.all().delete()
    kept = merge_concepts(garden, user=cast.secretariat, into=cast.composting)
    assert (kept, Concept.objects.filter(slug="rain-garden").exists()) == (cast.composting, False)
    assert kept.preferred == {"ar": "التسميد", "fr": "Compostage", "en": "Composting"}
    assert kept.alternative["fr"] == ["compost", "Jardin de pluie", "noue"]
    assert [c.slug for c in kept.narrower.all()] == [child.slug]
    assert [c.slug for c in kept.broader.all()] == ["waste"]
    assert [c.slug for c in kept.related.all()] == ["energy"]
    assert sorted(kept.goals.values_list("code", flat=True)) == ["12", "12.5"]
    assert [[t.slug for t in a.themes.all()] for a in (cast.draft, cast.french_action)] == [["composting"]] * 2
    assert concept_by_slug("rain-garden") == kept
    event = AuditEvent.objects.get(code="vocabulary.concept.merged")
    assert event.facts == {"slug": "rain-garden", "into": "composting", "moved": 2}
    assert AuditEvent.objects.filter(code="actions.action.retagged").count() == 2
    assert ("action", cast.french_action.pk) in set(Change.objects.values_list("kind", "object_id"))


def test_merged_again_still_leads_to_the_last(cast: Cast) -> None:
    garden = rain_garden(cast)
    merge_concepts(garden, user=cast.secretariat, into=cast.composting)
    merge_concepts(cast.composting, user=cast.secretariat, into=cast.energy)
    assert [concept_by_slug(slug).slug for slug in ("rain-garden", "composting")] == ["energy", "energy"]
    with pytest.raises(Conflict):
        rain_garden(cast)


def test_merger_into_own_child_or_parent_makes_no_circle(cast: Cast) -> None:
    garden = rain_garden(cast, broader=["composting"])
    merge_concepts(Concept.objects.get(slug="composting"), user=cast.secretariat, into=garden)
    assert [c.slug for c in garden.broader.all()] == ["waste"]
    child = create_concept(
        user=cast.secretariat, content=named("طفل", "Enfant", "Child", broader=["rain-garden"])
    ).concept
    merge_concepts(child, user=cast.secretariat, into=garden)
    assert [c.slug for c in garden.broader.all()] == ["waste"]
    assert list(garden.narrower.all()) == []


def test_merger_across_what_lies_between_makes_no_circle(cast: Cast) -> None:
    """waste ← composting ← middle ← low; composting goes into low: middle takes the place of composting."""
    middle = create_concept(
        user=cast.secretariat, content=named("وسط", "Milieu", "Middle", broader=["composting"])
    ).concept
    low = create_concept(user=cast.secretariat, content=named("تحت", "Bas", "Low", broader=["middle"])).concept
    merge_concepts(cast.composting, user=cast.secretariat, into=low)
    assert [c.slug for c in middle.broader.all()] == ["waste"]
    assert [c.slug for c in low.broader.all()] == ["middle"]


def test_theme_and_itself_are_not_merged(cast: Cast) -> None:
    with pytest.raises(Invalid):
        merge_concepts(cast.waste, user=cast.secretariat, into=cast.composting)
    with pytest.raises(Invalid):
        merge_concepts(cast.composting, user=cast.secretariat, into=cast.composting)
    merge_concepts(cast.composting, user=cast.secretariat, into=cast.waste)
    with pytest.raises(Conflict):
        merge_concepts(cast.composting, user=cast.secretariat, into=cast.energy)


def test_editor_that_was_open_during_a_merger_keeps_the_new_concept(cast: Cast) -> None:
    content, version = snapshot(cast.draft), cast.draft.version
    content["themes"] = ["composting"]
    saved = actions.save_action(cast.draft, user=cast.mayor, base_version=version, content=content)
    merge_concepts(cast.composting, user=cast.secretariat, into=cast.energy)
    content["title"] = {"ar": "عنوان جديد"}
    actions.save_action(cast.draft, user=cast.mayor, base_version=saved.version, content=content)
    fresh = Action.objects.get(pk=cast.draft.pk)
    assert ([t.slug for t in fresh.themes.all()], fresh.title) == (["energy"], {"ar": "عنوان جديد"})
    assert ActionVersion.objects.get(action=fresh, number=saved.version).content["themes"] == ["composting"]


ROWS = [
    ConceptRow("composting", {"ar": ["تسميد"], "fr": ["compostage"], "en": ["composting"]}, ["waste"], ["energy"]),
    ConceptRow("worm-bin", {"ar": ["دود"], "fr": ["lombricomposteur"], "en": ["worm bin"]}, ["composting"]),
]
THEMES = [
    ConceptRow("waste", {"ar": ["النفايات"], "fr": ["Déchets"], "en": ["Waste"]}, is_theme=True),
    ConceptRow("energy", {"ar": ["الطاقة"], "fr": ["Énergie"], "en": ["Energy"]}, is_theme=True),
]


@pytest.fixture
def new_version(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, rows in (("concept_rows", ROWS), ("theme_rows", THEMES), ("goal_rows", []), ("lexicon_rows", [])):
        monkeypatch.setattr(sources, name, lambda rows=rows: iter(rows))


def test_own_words_survive_a_new_version(cast: Cast, new_version: None) -> None:
    garden = rain_garden(cast, broader=["composting"])
    changed(cast.composting, cast, preferred=TranslatedText(ar="التسميد", fr="Compost"), broader=["energy"], related=[])
    loading.load_vocabulary()
    loading.load_vocabulary()
    composting = concept_by_slug("composting")
    assert (composting.preferred, composting.theme) == ({"ar": "التسميد", "fr": "Compost"}, cast.energy)
    assert [c.slug for c in composting.broader.all()] == ["energy"]
    assert list(composting.related.all()) == []
    assert list(cast.energy.related.all()) == []
    assert concept_by_slug(garden.slug).theme == cast.energy
    assert concept_by_slug("worm-bin").theme == cast.energy


def test_unedited_words_follow_a_new_version(cast: Cast, new_version: None) -> None:
    """The control."""
    loading.load_vocabulary()
    composting = concept_by_slug("composting")
    assert (composting.preferred["fr"], [c.slug for c in composting.related.all()]) == ("compostage", ["energy"])


def test_merged_concept_does_not_come_back_with_a_new_version(cast: Cast, new_version: None) -> None:
    merge_concepts(cast.composting, user=cast.secretariat, into=cast.energy)
    loading.load_vocabulary()
    assert not Concept.objects.filter(slug="composting").exists()
    assert MergedConcept.objects.get(slug="composting").into == cast.energy
    assert [c.slug for c in concept_by_slug("worm-bin").broader.all()] == ["energy"]
    assert concept_by_slug("worm-bin").theme == cast.energy


STAFF_PAGES = ["add/", "composting/edit/", "composting/merge/", "composting/merge/?into=energy", "unknown/"]


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_pages_are_for_the_secretariat(cast: Cast, client: Client, path: str) -> None:
    address = f"/fr/themes/{path}"
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"].startswith("/fr/account/login/?next=")) == (302, True)
    assert client.post(address).status_code == (405 if path == "unknown/" else 403)
    for user, status in [(cast.stranger, 403), (cast.mayor, 403), (cast.secretariat, 200)]:
        client.force_login(user)
        answer = client.get(address)
        assert (user.email, answer.status_code) == (user.email, status)
        assert Page(answer.content.decode()).faults == []


@pytest.mark.parametrize(("who", "shown"), [("mayor", 0), ("secretariat", 1)])
def test_only_the_secretariat_is_offered_the_editor(cast: Cast, client: Client, who: str, shown: int) -> None:
    client.force_login(getattr(cast, who))
    for path, offered in [("themes/composting/", "/fr/themes/composting/edit/"), ("themes/", "/fr/themes/unknown/")]:
        page = Page(client.get(f"/fr/{path}").content.decode())
        assert len([link for link in page.all("a") if link["href"] == offered]) == shown


def form_of(client: Client, address: str) -> dict[str, str]:
    """The values of a form as the page shows them, with its key."""
    form = client.get(address).context["form"]
    values = {"form_key": KEY}
    for field in form:
        value = field.value()
        if isinstance(value, dict):
            values |= {f"{field.name}_{code}": text for code, text in value.items()}
        else:
            values[field.name] = value or ""
    return values


def test_concept_is_edited_through_the_form(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretariat)
    address = "/fr/themes/composting/edit/"
    values = form_of(client, address)
    assert (values["broader"], values["goals"], values["alternative_fr"]) == ("Déchets [waste]", "12.5", "compost")
    answer = client.post(
        address, {**values, "alternative_fr": "compost\r\nlombricompost\r\n", "broader": "énergie\r\nDéchets [waste]"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/themes/composting/")
    content = content_of(Concept.objects.get(slug="composting"))
    assert (content.alternative["fr"], content.broader) == (["compost", "lombricompost"], ["energy", "waste"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("preferred_fr", "Énergie"), ("broader", "nothing"), ("broader", ""), ("goals", "99"), ("goals", "\u202e"),
        ("alternative_ar", "أ\u202eب"), ("preferred_fr", "x" * 500), ("seen", "0" * 24), ("broader", "[composting]"),
    ],
)  # fmt: skip
def test_fault_comes_back_with_what_was_typed(cast: Cast, client: Client, field: str, value: str) -> None:
    client.force_login(cast.secretariat)
    values = {**form_of(client, "/fr/themes/composting/edit/"), "preferred_ar": "نص جديد", field: value}
    answer = client.post("/fr/themes/composting/edit/", values)
    assert answer.status_code == 400
    html = answer.content.decode()
    assert ("نص جديد" in html, Page(html).faults) == (True, [])
    assert Concept.objects.get(slug="composting").preferred["ar"] == "التسميد"


def test_concept_is_added_through_the_form_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretariat)
    values = form_of(client, "/fr/themes/add/?under=composting")
    assert values["broader"] == "Compostage [composting]"
    values |= {"preferred_ar": "حديقة مطرية", "preferred_fr": "Jardin de pluie", "preferred_en": "Rain garden"}
    for _ in range(2):
        answer = client.post("/fr/themes/add/", values)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/themes/rain-garden/")
    assert Concept.objects.filter(slug__startswith="rain-garden").count() == 1


def test_merger_through_the_pages(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretariat)
    html = client.get("/fr/themes/composting/merge/?into=Énergie").content.decode()
    assert '<input type="hidden" name="into" value="energy">' in html
    assert client.get("/fr/themes/composting/merge/?into=nothing").status_code == 200
    answer = client.post("/fr/themes/composting/merge/", {"into": "energy", "form_key": KEY})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/themes/energy/")
    assert client.get("/ar/themes/composting/").headers["Location"] == "/ar/themes/energy/"
    assert client.post("/fr/themes/waste/merge/", {"into": "energy", "form_key": KEY[::-1] + "1"}).status_code == 400
