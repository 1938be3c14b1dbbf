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
    morocco = make_territory("iso:MA", Kind.COUNTRY, "MA", {"ar": "المغرب", "fr": "Maroc", "en": "Morocco"})
    north = make_territory(
        "hcp:01", Kind.REGION, "MA", {"ar": "طنجة تطوان الحسيمة", "fr": "Tanger-Tétouan-Al Hoceïma"}, parent=morocco
    )
    chefchaouen = make_territory(
        "hcp:0115101",
        Kind.COMMUNE,
        "MA",
        {"ar": "شفشاون", "fr": "Chefchaouen", "en": "Chefchaouen"},
        parent=north,
        region=north,
        population=42786,
        population_year=2014,
        latitude="35.1714",
        longitude="-5.2697",
        traits=["mountain", "tourism", "urban"],
    )
    france = make_territory("iso:FR", Kind.COUNTRY, "FR", {"ar": "فرنسا", "fr": "France", "en": "France"})
    hauts = make_territory("insee-reg:32", Kind.REGION, "FR", {"fr": "Hauts-de-France"}, parent=france)
    loos = make_territory(
        "insee-com:62528",
        Kind.COMMUNE,
        "FR",
        {"ar": "لوس أون غويل", "fr": "Loos-en-Gohelle", "en": "Loos-en-Gohelle"},
        parent=hauts,
        region=hauts,
        population=6576,
        population_year=2023,
        traits=["urban"],
    )
    chefchaouen_town = Organisation.objects.create(
        kind=OrganisationKind.LOCAL_GOVERNMENT,
        name={"ar": "جماعة شفشاون", "fr": "Commune de Chefchaouen"},
        territory=chefchaouen,
    )
    loos_town = Organisation.objects.create(
        kind=OrganisationKind.LOCAL_GOVERNMENT, name={"fr": "Ville de Loos-en-Gohelle"}, territory=loos
    )
    mayor, clerk, loos_mayor, stranger = (make_user(n) for n in ("mayor", "clerk", "loosmayor", "stranger"))
    secretariat = make_user("secretariat", is_staff=True)
    since = datetime.date(2020, 1, 1)
    for user, organisation, role in [
        (mayor, chefchaouen_town, Role.REPRESENTATIVE),
        (clerk, chefchaouen_town, Role.EDITOR),
        (loos_mayor, loos_town, Role.REPRESENTATIVE),
    ]:
        Representation.objects.create(user=user, organisation=organisation, role=role, since=since)
    goal = Goal.objects.create(
        code="12", number=12, order=1200, label={"ar": "الاستهلاك المسؤول", "fr": "Consommation"}
    )
    target = Goal.objects.create(
        code="12.5", number=12, order=1205, label={"ar": "تقليص النفايات", "fr": "Moins de déchets"}, parent=goal
    )
    waste, energy = (
        Concept.objects.create(slug=slug, preferred=names, is_theme=True, order=order)
        for order, (slug, names) in enumerate(
            [
                ("waste", {"ar": "النفايات", "fr": "Déchets", "en": "Waste"}),
                ("energy", {"ar": "الطاقة", "fr": "Énergie", "en": "Energy"}),
            ]
        )
    )
    for theme in (waste, energy):
        theme.theme = theme
        theme.save()
    composting = Concept.objects.create(
        slug="composting",
        preferred={"ar": "التسميد", "fr": "Compostage", "en": "Composting"},
        alternative={"ar": ["كومبوست"], "fr": ["compost"], "en": ["compost"]},
        theme=waste,
        order=10,
    )
    composting.broader.add(waste)
    composting.goals.add(target)
    arabic_action = make_action(
        chefchaouen_town,
        {"ar": "مكتب الاستشارة في الطاقة لفائدة الساكنة", "fr": "Un espace info énergie pour les habitants"},
        summary={"ar": "تقدم الجماعة النصح للأسر لتخفيض استهلاك الكهرباء."},
        done={"ar": "فتحت الجماعة مكتبا في قلب المدينة يستقبل 1200 أسرة كل سنة."},
        status=Status.PUBLISHED,
    )
    arabic_action.themes.add(energy)
    french_action = make_action(
        loos_town,
        {"fr": "Le compostage au pied des immeubles"},
        summary={"fr": "Des composteurs partagés réduisent les déchets de cuisine de 30 %."},
        done={"fr": "La ville a installé 24 composteurs et formé des habitants relais."},
        status=Status.PUBLISHED,
    )
    french_action.themes.add(composting)
    french_action.goals.add(target)
    draft = make_action(chefchaouen_town, {"ar": "جمع مياه الأمطار من سطوح المدارس"})
    return Cast(
        morocco, north, chefchaouen, france, hauts, loos, chefchaouen_town, loos_town, mayor, clerk, loos_mayor,
        secretariat, stranger, energy, waste, composting, goal, target, arabic_action, french_action, draft,
    )  # fmt: skip
