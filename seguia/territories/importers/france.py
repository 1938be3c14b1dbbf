"""What the French registers leave unsaid: names in the other languages, which parts are overseas."""

from seguia.territories.importers.rows import Place, TerritoryRow
from seguia.territories.models import Kind, Trait

COUNTRY = {"ar": "فرنسا", "fr": "France", "en": "France"}
REGIONS = {
    "01": {"ar": "غوادلوب", "en": "Guadeloupe"},
    "02": {"ar": "مارتينيك", "en": "Martinique"},
    "03": {"ar": "غويانا الفرنسية", "en": "French Guiana"},
    "04": {"ar": "لا ريونيون", "en": "Réunion"},
    "06": {"ar": "مايوت", "en": "Mayotte"},
    "11": {"ar": "إيل دو فرانس", "en": "Île-de-France"},
    "24": {"ar": "سنتر فال دو لوار", "en": "Centre-Val de Loire"},
    "27": {"ar": "بورغونيا فرانش كونتيه", "en": "Bourgogne-Franche-Comté"},
    "28": {"ar": "نورماندي", "en": "Normandy"},
    "32": {"ar": "هو دو فرانس", "en": "Hauts-de-France"},
    "44": {"ar": "غراند إيست", "en": "Grand Est"},
    "52": {"ar": "بلاد اللوار", "en": "Pays de la Loire"},
    "53": {"ar": "بريتاني", "en": "Brittany"},
    "75": {"ar": "نوفيل أكيتان", "en": "Nouvelle-Aquitaine"},
    "76": {"ar": "أوكسيتاني", "en": "Occitania"},
    "84": {"ar": "أوفيرن رون ألب", "en": "Auvergne-Rhône-Alpes"},
    "93": {"ar": "بروفانس ألب كوت دازور", "en": "Provence-Alpes-Côte d'Azur"},
    "94": {"ar": "كورسيكا", "en": "Corsica"},
}
COLLECTIVITIES = {
    "975": ("FR-PM", {"ar": "سان بيير وميكلون", "en": "Saint Pierre and Miquelon"}),
    "977": ("FR-BL", {"ar": "سان بارتيلمي", "en": "Saint Barthélemy"}),
    "978": ("FR-MF", {"ar": "سان مارتن", "en": "Saint Martin"}),
    "984": ("FR-TF", {"ar": "الأراضي الفرنسية الجنوبية والأنتارتيكية", "en": "French Southern and Antarctic Lands"}),
    "986": ("FR-WF", {"ar": "واليس وفوتونا", "en": "Wallis and Futuna"}),
    "987": ("FR-PF", {"ar": "بولينيزيا الفرنسية", "en": "French Polynesia"}),
    "988": ("FR-NC", {"ar": "كاليدونيا الجديدة", "en": "New Caledonia"}),
    "989": ("FR-CP", {"ar": "جزيرة كليبرتون", "en": "Clipperton Island"}),
}
"""Overseas collectivities are neither region nor department: they are kept under ISO 3166-2, INSEE's code beside it."""
_OVERSEAS_REGIONS = frozenset({"01", "02", "03", "04", "06"})


def country_row(place: Place) -> TerritoryRow:
    """France, which no register of INSEE lists."""
    return TerritoryRow(place, "iso", "FR", Kind.COUNTRY, "FR", dict(COUNTRY))


def region_name(code: str, french: str) -> dict[str, str]:
    """A region's name in the languages we are sure of."""
    return {**REGIONS.get(code, {}), "fr": french}


def department_of(commune: str) -> str:
    """The department a code of INSEE begins with: `01004` → `01`, `2A004` → `2A`, `97105` → `971`."""
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]


def traits_of(scheme: str, code: str) -> tuple[str, ...]:
    """`overseas` where the code says so."""
    far = code in _OVERSEAS_REGIONS if scheme == "insee-reg" else code.startswith(("97", "98"))
    return (Trait.OVERSEAS.value,) if far and scheme != "siren" else ()
