"""Officials of the demonstration: invented people, marked as such, in some towns of two countries."""

import datetime

from seguia.core.identifiers import public_id_for
from seguia.mandates.models import EndReason, Function, Mandate, Official
from seguia.mandates.services.rights import tie
from seguia.membership.models import Organisation, Representation, Role
from seguia.territories.models import Kind
from seguia.vocabulary.models import Concept

SOURCE = "Seguia demonstration"
TOWNS = 5
"""Of each country, beside the towns whose roles can be tried."""
CALENDAR = {
    "FR": (Function.MAYOR, datetime.date(2020, 5, 27), datetime.date(2026, 3, 28)),
    "MA": (Function.PRESIDENT, datetime.date(2015, 9, 18), datetime.date(2021, 9, 20)),
}
"""Function of the head, beginning of the term before, beginning of this one."""
TRIED = {"hcp:1510101": "mayor-chefchaouen", "insee-com:62528": "mayor-loos-en-gohelle"}
PEOPLE = [
    ("Salma Wadi", "سلمى الوادي"),
    ("Camille Ruisseau", "كاميل رويسو"),
    ("Idriss Nakhil", "إدريس النخيل"),
    ("Margot Lavigne-Dupré", "مارغو لافين دوبري"),
    ("Naïma Zitouni-Bahr", "نعيمة الزيتوني البحر"),
    ("Baptiste Colline", "باتيست كولين"),
    ("Yassir Rihani", "ياسر الريحاني"),
    ("Éloïse Rivière-Haute", "إيلويز ريفيير أوت"),
    ("Hajar Arganti", "هاجر الأركانتي"),
    ("Firmin Desprairies", "فيرمان ديبريري"),
    ("Tarik Sahelmansi", "طارق ساحل منسي"),
    ("Blandine Orage", "بلاندين أوراج"),
]


def create_demo_mandates() -> int:
    """A head and a deputy a town; every third head is new since the last election. Harmless when they exist."""
    towns = [
        organisation
        for country in CALENDAR
        for organisation in _organisations(country)
        if not Mandate.objects.filter(territory=organisation.territory_id).exists()
    ]
    for place, organisation in enumerate(towns):
        _fill(organisation, place)
    return len(towns)


def _organisations(country: str) -> list[Organisation]:
    found = Organisation.objects.filter(
        is_demonstration=True, territory__country=country, territory__kind=Kind.COMMUNE, territory__valid_to=None
    ).select_related("territory").order_by("territory__code", "pk")  # fmt: skip
    tried = [one for one in found if one.territory and one.territory.reference in TRIED]
    return [*tried, *(one for one in found if one not in tried)][: TOWNS + len(tried)]


def _fill(organisation: Organisation, place: int) -> None:
    territory = organisation.territory
    if territory is None:
        return
    function, before, now = CALENDAR[territory.country]
    key = territory.reference
    head = _official(key, "head", place)
    former = head if place % 3 else _official(key, "former", place + 5)
    _mandate(key, former, organisation, function, before, until=now)
    mandate = _mandate(key, head, organisation, function, now)
    deputy = _mandate(key, _official(key, "deputy", place + 8), organisation, Function.DEPUTY, now, rank=1)
    theme = Concept.objects.filter(is_theme=True).order_by("order", "pk")[place % 5 : place % 5 + 1].first()
    if theme is not None:
        deputy.themes.set([theme])
    _tie(organisation, mandate)


def _official(key: str, seat: str, place: int) -> Official:
    latin, arabic = PEOPLE[place % len(PEOPLE)]
    official, _created = Official.objects.get_or_create(
        public_id=public_id_for(f"official {key} {seat}"),
        defaults={"latin_name": latin, "arabic_name": arabic, "is_demonstration": True},
    )
    return official


def _mandate(
    key: str,
    official: Official,
    organisation: Organisation,
    function: str,
    since: datetime.date,
    *,
    until: datetime.date | None = None,
    rank: int | None = None,
) -> Mandate:
    return Mandate.objects.create(
        public_id=public_id_for(f"mandate {key} {function} {since}"),
        official=official,
        territory_id=organisation.territory_id or 0,
        function=function,
        since=since,
        until=until,
        end_reason=EndReason.ELECTION if until else "",
        rank=rank,
        source=SOURCE,
        is_demonstration=True,
    )


def _tie(organisation: Organisation, mandate: Mandate) -> None:
    """The rights of the roles one can try follow their mandates."""
    name = TRIED.get(mandate.territory.reference, "")
    held = Representation.objects.filter(
        organisation=organisation, user__email=f"{name}@demonstration.invalid", role=Role.REPRESENTATIVE, until=None
    ).first()  # fmt: skip
    if name and held is not None:
        tie(mandate, held)
