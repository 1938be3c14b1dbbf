"""Members of the demonstration network: towns since various years, partners of several kinds, requests that wait."""

import datetime
import hashlib

from django.utils import timezone

from seguia.accounts.models import User
from seguia.core.identifiers import public_id_for
from seguia.core.translated import TranslatedText
from seguia.membership.directory.cache import forget_directory
from seguia.membership.models import (
    Application,
    Membership,
    MembershipChange,
    MembershipKind,
    MembershipStatus,
    Organisation,
    OrganisationKind,
    Representation,
    Role,
)

_PARTNERS = [
    ("university", "MA", {"ar": "جامعة السهول (تجريبي)", "fr": "Université des Plaines (démo)", "en": "University of the Plains (demo)"}),
    ("association", "MA", {"ar": "جمعية حماة الواحة (تجريبي)", "fr": "Les Gardiens de l’oasis (démo)", "en": "Guardians of the Oasis (demo)"}),
    ("company", "FR", {"fr": "Atelier Solaire coopératif (démo)", "en": "Solar Workshop Co-operative (demo)", "ar": "تعاونية الورشة الشمسية (تجريبي)"}),
    ("employers-body", "FR", {"fr": "Union des artisans du bâtiment durable (démo)", "ar": "اتحاد حرفيي البناء المستدام (تجريبي)"}),
    ("trade-union", "FR", {"fr": "Syndicat des agents territoriaux (démo)", "ar": "نقابة موظفي الجماعات (تجريبي)"}),
    ("state-service", "MA", {"ar": "المديرية الجهوية للبيئة (تجريبي)", "fr": "Direction régionale de l’environnement (démo)"}),
    ("school", "FR", {"fr": "Lycée agricole des Collines (démo)", "ar": "الثانوية الفلاحية للتلال (تجريبي)"}),
    ("network", "BE", {"en": "Towns for Water, international network (demo)", "fr": "Villes pour l’eau, réseau international (démo)", "ar": "شبكة مدن من أجل الماء (تجريبي)"}),
    ("foundation", "ES", {"fr": "Fondation Rives (démo)", "en": "Shores Foundation (demo)", "ar": "مؤسسة الضفاف (تجريبي)"}),
]  # fmt: skip
_ACTED = ("hcp:1510101", "insee-com:62528")
"""The towns of the demonstration's mayors: always active."""


def create_demo_members() -> None:
    """Harmless when they exist."""
    if Membership.objects.filter(organisation__is_demonstration=True).exists():
        return
    towns = list(
        Organisation.objects.filter(is_demonstration=True, kind=OrganisationKind.LOCAL_GOVERNMENT)
        .select_related("territory")
        .order_by("pk")
    )
    others = [town for town in towns if town.territory is not None and town.territory.reference not in _ACTED]
    moroccan = [town for town in others if town.territory is not None and town.territory.country == "MA"]
    waiting, suspended = moroccan[-2:], moroccan[-3:-2]
    for town in towns:
        if town not in waiting:
            _make_member(town, MembershipKind.FULL, is_suspended=town in suspended)
    for kind, country, name in _PARTNERS:
        _make_member(_partner(kind, country, name), MembershipKind.PARTNER)
    for number, town in enumerate(waiting):
        _make_request(town, MembershipStatus.CHECKED if number else MembershipStatus.REQUESTED)
    _let_one_act_for_two(others[0])
    forget_directory()


def _partner(kind: str, country: str, name: dict[str, str]) -> Organisation:
    facts = {"kind": kind, "country": country, "name": TranslatedText(name), "is_demonstration": True}
    made, _created = Organisation.objects.get_or_create(public_id=public_id_for(f"{kind}:{country}"), defaults=facts)
    return made


def _joined_on(organisation: Organisation) -> datetime.date:
    """A day between 2012 and 2025 that is the same at every load."""
    number = int.from_bytes(hashlib.sha256(organisation.public_id.encode()).digest()[:4], "big")
    return datetime.date(2012 + number % 14, 1 + number // 14 % 12, 1 + number // 168 % 28)


def _make_member(organisation: Organisation, kind: str, *, is_suspended: bool = False) -> None:
    day = _joined_on(organisation)
    status = MembershipStatus.SUSPENDED if is_suspended else MembershipStatus.ACTIVE
    membership = Membership.objects.create(
        public_id=public_id_for(f"membership:{organisation.public_id}"),
        organisation=organisation,
        kind=kind,
        status=status,
        since=day,
        member_since=day,
        requested_at=timezone.make_aware(datetime.datetime.combine(day, datetime.time(9))),
    )
    rows = [MembershipChange(membership=membership, on=day, before="accepted", after="active")]
    if is_suspended:
        today = timezone.localdate()
        rows.append(MembershipChange(membership=membership, on=today, before="active", after="suspended"))
    MembershipChange.objects.bulk_create(rows)


def _make_request(organisation: Organisation, status: str) -> None:
    today = timezone.localdate()
    membership = Membership.objects.create(
        public_id=public_id_for(f"membership:{organisation.public_id}"), organisation=organisation, status=status
    )
    Application.objects.create(
        membership=membership,
        applicant=User.objects.filter(email="adviser@demonstration.invalid").first(),
        name="Samira Tazi (demo)",
        function="الكاتبة العامة للجماعة",
        language="ar",
        deliberation_number=f"{today.year}/12",
        deliberation_on=today - datetime.timedelta(days=20),
        message="تود جماعتنا الانضمام إلى الشبكة وتقاسم تجربتها في تدبير الماء.",
        consented_at=timezone.now(),
    )
    MembershipChange.objects.create(membership=membership, on=today, after=status)


def _let_one_act_for_two(town: Organisation) -> None:
    """The mayor of Loos-en-Gohelle (demo) also helps a second town: the header then offers the choice."""
    mayor = User.objects.filter(email="mayor-loos-en-gohelle@demonstration.invalid").first()
    if mayor is not None:
        Representation.objects.get_or_create(user=mayor, organisation=town, role=Role.BILLING, until=None)
