"""The calendars of the first two countries; the secretariat keeps them up to date from here on."""

import datetime
from typing import Any

from django.db import migrations

TERMS: list[dict[str, Any]] = [
    {
        "country": "FR", "council": "communal", "year": 2020, "election_date": datetime.date(2020, 3, 15),
        "second_round": datetime.date(2020, 6, 28), "sitting_from": datetime.date(2020, 5, 23),
        "sitting_until": datetime.date(2020, 7, 5),
    },
    {
        "country": "FR", "council": "communal", "year": 2026, "election_date": datetime.date(2026, 3, 15),
        "second_round": datetime.date(2026, 3, 22), "sitting_from": datetime.date(2026, 3, 20),
        "sitting_until": datetime.date(2026, 3, 29),
    },
    {"country": "FR", "council": "communal", "year": 2032},
    {"country": "MA", "council": "communal", "year": 2021, "election_date": datetime.date(2021, 9, 8)},
    {"country": "MA", "council": "communal", "year": 2027},
]  # fmt: skip


def add_terms(apps: Any, schema_editor: Any) -> None:
    """What the secretariat wrote already stays."""
    term = apps.get_model("mandates", "Term")
    for row in TERMS:
        row = {**row}
        key = {name: row.pop(name) for name in ("country", "council", "year")}
        term.objects.get_or_create(**key, defaults=row)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("mandates", "0001_initial")]
    operations = [migrations.RunPython(add_terms, migrations.RunPython.noop)]
