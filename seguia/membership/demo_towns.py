"""What a few towns of the demonstration say of themselves. The budgets are made up, and their source says so."""

from decimal import Decimal
from typing import Any

from seguia.accounts.models import User
from seguia.membership.services.town_profiles import save_town_profile
from seguia.territories.models import FACTS, TownProfile, told_or_registered
from seguia.territories.queries import territories_by_reference

_MADE_UP = {"ar": "رقم مختلق للتجربة", "fr": "chiffre inventé pour la démonstration"}
_TOWNS: list[tuple[str, str, dict[str, Any]]] = [
    ("hcp:1510101", "mayor-chefchaouen", {
        "traits": ["forest", "historic-centre", "mountain", "river", "tourism", "urban"],
        "budget_per_inhabitant": Decimal(1650), "budget_currency": "MAD", "budget_year": 2025,
        "budget_source": _MADE_UP["ar"],
    }),
    ("insee-com:62528", "mayor-loos-en-gohelle", {
        "traits": ["tourism", "urban"],
        "budget_per_inhabitant": Decimal(1240), "budget_currency": "EUR", "budget_year": 2025,
        "budget_source": _MADE_UP["fr"],
    }),
    ("hcp:2710103", "secretariat", {
        "budget_per_inhabitant": Decimal(2100), "budget_currency": "MAD", "budget_year": 2024,
        "budget_source": _MADE_UP["ar"],
    }),
    ("insee-com:59271", "secretariat", {
        "budget_per_inhabitant": Decimal(1890), "budget_currency": "EUR", "budget_year": 2025,
        "budget_source": _MADE_UP["fr"],
    }),
]  # fmt: skip


def create_demo_town_profiles() -> None:
    """Harmless when they exist."""
    places = territories_by_reference(reference for reference, _person, _told in _TOWNS)
    for reference, person, told in _TOWNS:
        place, user = places[reference], User.objects.get(email=f"{person}@demonstration.invalid")
        if TownProfile.objects.filter(territory=place).exists():
            continue
        known = told_or_registered(place, None)
        kept = {column: getattr(known, column) for columns in FACTS.values() for column in columns}
        save_town_profile(user=user, territory=place, version=0, told={**kept, **told})
