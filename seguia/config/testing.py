"""The cast of every test: the same towns, people and sheets, Arabic in all of them.

Keep the facts small and telling: Chefchaouen (Arabic, mountain) and Loos-en-Gohelle (French, mining town), a mayor and
a clerk of the first, a mayor of the second, the secretariat, a stranger.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from seguia.accounts.models import User
from seguia.actions.models import Action, Stage, Status
from seguia.membership.models import Organisation, OrganisationKind, Representation, Role
from seguia.territories.models import Kind, Territory
from seguia.vocabulary.models import Concept, Goal


def make_user(name: str, **fields: Any) -> User:
    """A person with the address `<name>@example.org` and the password `secret-<name>`."""
    return User.objects.create_user(f"{name}@example.org", f"secret-{name}", name=name.title(), **fields)


def make_territory(reference: str, kind: str, country: str, name: dict[str, str], **fields: Any) -> Territory:
    """A territory by `scheme:code`."""
    scheme, code = reference.split(":")
    return Territory.objects.create(scheme=scheme, code=code, kind=kind, country=country, name=name, **fields)


def make_action(organisation: Organisation, title: dict[str, str], **fields: Any) -> Action:
    """A sheet; `status="published"` makes it public. The first language of `title` is the original."""
    if fields.get("status") == Status.PUBLISHED:
        fields.setdefault("published_at", datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC))
    fields.setdefault("original_language", next(iter(title)))
    fields.setdefault("stage", Stage.DONE)
    return Action.objects.create(organisation=organisation, title=title, **fields)


@dataclass
class Cast:
    """Everybody and everything, by name."""

    morocco: Territory
    north: Territory
    chefchaouen: Territory
    france: Territory
    hauts: Territory
    loos: Territory
    chefchaouen_town: Organisation
    loos_town: Organisation
    mayor: User
    clerk: User
    loos_mayor: User
    secretariat: User
    stranger: User
    energy: Concept
    waste: Concept
    composting: Concept
    goal: Goal
    target: Goal
    arabic_action: Action
    french_action: Action
    draft: Action


def make_cast() -> Cast:
    """Create the cast in an empty database."""
    places = _make_places()
    towns = _make_towns(places)
    people = _make_people(towns)
    words = _make_words()
    return Cast(**places, **towns, **people, **words, **_make_sheets(towns, words))


def _make_places() -> dict[str, Any]:
    morocco = make_territory("iso:MA", Kind.COUNTRY, "MA", {"ar": "المغرب", "fr": "Maroc", "en": "Morocco"})
    north = make_territory(
        "hcp:01", Kind.REGION, "MA", {"ar": "طنجة تطوان الحسيمة", "fr": "Tanger-Tétouan-Al Hoceïma"}, parent=morocco
    )
    names = {"ar": "شفشاون", "fr": "Chefchaouen", "en": "Chefchaouen"}
    where = {"latitude": "35.1714", "longitude": "-5.2697", "traits": ["mountain", "tourism", "urban"]}
    size = {"population": 42786, "population_year": 2014}
    chefchaouen = make_territory("hcp:0115101", Kind.COMMUNE, "MA", names, parent=north, region=north, **size, **where)
    france = make_territory("iso:FR", Kind.COUNTRY, "FR", {"ar": "فرنسا", "fr": "France", "en": "France"})
    hauts = make_territory("insee-reg:32", Kind.REGION, "FR", {"fr": "Hauts-de-France"}, parent=france)
    names = {"ar": "لوس أون غويل", "fr": "Loos-en-Gohelle", "en": "Loos-en-Gohelle"}
    size = {"population": 6576, "population_year": 2023}
    loos = make_territory(
        "insee-com:62528", Kind.COMMUNE, "FR", names, parent=hauts, region=hauts, traits=["urban"], **size
    )
    return {
        "morocco": morocco,
        "north": north,
        "chefchaouen": chefchaouen,
        "france": france,
        "hauts": hauts,
        "loos": loos,
    }


def _make_towns(places: dict[str, Any]) -> dict[str, Any]:
    create, kind = Organisation.objects.create, OrganisationKind.LOCAL_GOVERNMENT
    chefchaouen_name = {"ar": "جماعة شفشاون", "fr": "Commune de Chefchaouen"}
    return {
        "chefchaouen_town": create(kind=kind, name=chefchaouen_name, territory=places["chefchaouen"]),
        "loos_town": create(kind=kind, name={"fr": "Ville de Loos-en-Gohelle"}, territory=places["loos"]),
    }


def _make_people(towns: dict[str, Any]) -> dict[str, Any]:
    mayor, clerk, loos_mayor, stranger = (make_user(n) for n in ("mayor", "clerk", "loosmayor", "stranger"))
    for user, organisation, role in [
        (mayor, towns["chefchaouen_town"], Role.REPRESENTATIVE),
        (clerk, towns["chefchaouen_town"], Role.EDITOR),
        (loos_mayor, towns["loos_town"], Role.REPRESENTATIVE),
    ]:
        Representation.objects.create(user=user, organisation=organisation, role=role, since=datetime.date(2020, 1, 1))
    secretariat = make_user("secretariat", is_staff=True)
    return {"mayor": mayor, "clerk": clerk, "loos_mayor": loos_mayor, "stranger": stranger, "secretariat": secretariat}


def _make_words() -> dict[str, Any]:
    goal = Goal.objects.create(
        code="12", number=12, order=1200, label={"ar": "الاستهلاك المسؤول", "fr": "Consommation"}
    )
    label = {"ar": "تقليص النفايات", "fr": "Moins de déchets"}
    target = Goal.objects.create(code="12.5", number=12, order=1205, label=label, parent=goal)
    waste = _make_theme("waste", {"ar": "النفايات", "fr": "Déchets", "en": "Waste"}, 0)
    energy = _make_theme("energy", {"ar": "الطاقة", "fr": "Énergie", "en": "Energy"}, 1)
    composting = Concept.objects.create(
        slug="composting",
        preferred={"ar": "التسميد", "fr": "Compostage", "en": "Composting"},
        alternative={"ar": ["كومبوست"], "fr": ["compost"], "en": ["compost"]},
        theme=waste,
        order=10,
    )
    composting.broader.add(waste)
    composting.goals.add(target)
    return {"goal": goal, "target": target, "waste": waste, "energy": energy, "composting": composting}


def _make_theme(slug: str, names: dict[str, str], order: int) -> Concept:
    theme = Concept.objects.create(slug=slug, preferred=names, is_theme=True, order=order)
    theme.theme = theme
    theme.save()
    return theme


def _make_sheets(towns: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    arabic_action = make_action(
        towns["chefchaouen_town"],
        {"ar": "مكتب الاستشارة في الطاقة لفائدة الساكنة", "fr": "Un espace info énergie pour les habitants"},
        summary={"ar": "تقدم الجماعة النصح للأسر لتخفيض استهلاك الكهرباء."},
        done={"ar": "فتحت الجماعة مكتبا في قلب المدينة يستقبل 1200 أسرة كل سنة."},
        status=Status.PUBLISHED,
    )
    arabic_action.themes.add(words["energy"])
    french_action = make_action(
        towns["loos_town"],
        {"fr": "Le compostage au pied des immeubles"},
        summary={"fr": "Des composteurs partagés réduisent les déchets de cuisine de 30 %."},
        done={"fr": "La ville a installé 24 composteurs et formé des habitants relais."},
        status=Status.PUBLISHED,
    )
    french_action.themes.add(words["composting"])
    french_action.goals.add(words["target"])
    draft = make_action(towns["chefchaouen_town"], {"ar": "جمع مياه الأمطار من سطوح المدارس"})
    return {"arabic_action": arabic_action, "french_action": french_action, "draft": draft}
