"""How the names of officials are compared: `DUPONT Jean-Marie` and `Jean-Marie Dupont` are one name."""

from seguia.territories.names import folded


def name_key(name: str) -> str:
    """The words of a name without accents and capitals, in alphabetical order; empty for an empty name."""
    return " ".join(sorted(folded(name).split()))[:200]
