"""What a town hall is called in each language: جماعة شفشاون, Commune d’Agadir, Ville du Port, Bristol (local government)."""

from seguia.core.translated import TranslatedText
from seguia.territories.models import Kind, Territory

_VOWELS = "aàâäeéèêëiîïoôöuùûüyhœ"
_ARTICLES = {"le ": "du ", "les ": "des "}


def french_of(name: str) -> str:
    """`de` with a name, as French says it: d’Agadir, du Port, des Abymes, de La Rochelle, de Nantes."""
    lower = name.lower()
    for article, contracted in _ARTICLES.items():
        if lower.startswith(article):
            return contracted + name[len(article) :]
    return f"d’{name}" if lower[:1] in _VOWELS else f"de {name}"


def local_government_name(territory: Territory) -> TranslatedText:
    """The name of the organisation that governs a territory; larger bodies are called as the territory is."""
    names = dict(territory.name)
    if territory.kind != Kind.COMMUNE:
        return TranslatedText(names)
    named = TranslatedText()
    if arabic := names.get("ar"):
        named["ar"] = f"{'جماعة' if territory.country == 'MA' else 'بلدية'} {arabic}"
    if french := names.get("fr"):
        named["fr"] = f"Commune {french_of(french)}"
    if english := names.get("en") or names.get("fr"):
        named["en"] = f"{english} town council"
    return named
