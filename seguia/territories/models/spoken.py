"""Languages people speak in a place and its town hall writes in: codes of ISO 639, and their names."""

from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.formats import locale_of
from seguia.core.languages import current_language

SPOKEN_LANGUAGES = (
    "ar", "zgh", "fr", "en", "es", "kab", "mzb", "mey",
    "br", "ca", "co", "eu", "frp", "gsw", "oc", "pcd",
    "da", "de", "el", "it", "nl", "pl", "pt", "ro", "sl", "sv",
    "am", "bm", "dyu", "ff", "ha", "luo", "mos", "snk", "so", "sw", "wo", "zu",
    "he", "hy", "ku", "tr", "car", "gcf", "gcr", "rcf", "buc", "swb", "mrq", "ty",
)  # fmt: skip
"""A language that is missing is one code here, and a name below where Babel has none."""
MOST_USED = ("ar", "zgh", "fr", "en", "es")
"""Offered first."""
_NAMES: dict[str, Message] = {
    "zgh": _("Amazigh"),
    "mzb": _("Mozabite"),
    "mey": _("Hassaniya"),
    "frp": _("Franco-Provençal"),
    "gsw": _("Alsatian"),
    "pcd": _("Picard"),
    "car": _("Kali’na"),
    "dyu": _("Dioula"),
    "mos": _("Mooré"),
    "snk": _("Soninke"),
    "gcf": _("Creole of Guadeloupe and Martinique"),
    "gcr": _("Creole of French Guiana"),
    "rcf": _("Creole of Réunion"),
    "buc": _("Kibushi"),
    "swb": _("Shimaore"),
    "mrq": _("Marquesan"),
}
"""Names people of the place use; for the others Babel's."""


def spoken_name(code: str) -> str:
    """The name of a language in the reader's; the code itself when unknown."""
    if code in _NAMES:
        return str(_NAMES[code])
    name = str(locale_of(current_language()).languages.get(code, code))
    return name[:1].upper() + name[1:]
