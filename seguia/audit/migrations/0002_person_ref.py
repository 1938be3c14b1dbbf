"""Deeds know people by a name without meaning; the direct link goes."""

from typing import Any

import django.utils.timezone
from django.db import migrations, models


def name_people(apps: Any, schema_editor: Any) -> None:
    """Take over who did what. Seals are set by the worker at its next turn."""
    user_model, event_model = apps.get_model("accounts", "User"), apps.get_model("audit", "AuditEvent")
    for pk, reference in user_model.objects.values_list("pk", "deed_ref"):
        event_model.objects.filter(actor_id=pk).update(person_ref=reference)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("accounts", "0003_name_everybody")]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="person_ref",
            field=models.CharField(max_length=32, null=True, blank=True, db_index=True, editable=False),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="at",
            field=models.DateTimeField(verbose_name="when", default=django.utils.timezone.now, db_index=True),
        ),
        migrations.RunPython(name_people, migrations.RunPython.noop),
    ]
