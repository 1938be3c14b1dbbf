"""Numbers and seals, and the guard that lets deeds only be added."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import seguia.audit.models
from seguia.audit.guard import remove_guard, set_guard


def guard(apps: Any, schema_editor: Any) -> None:
    """Set the triggers of `seguia/audit/guard.py`."""
    set_guard(schema_editor.connection)


def unguard(apps: Any, schema_editor: Any) -> None:
    """Take them away."""
    remove_guard(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_person_ref"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(model_name="auditevent", name="actor"),
        migrations.AddField(
            model_name="auditevent",
            name="digest",
            field=models.CharField(blank=True, editable=False, max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditevent",
            name="number",
            field=models.BigIntegerField(editable=False, null=True, unique=True, verbose_name="number"),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="previous",
            field=models.CharField(blank=True, editable=False, max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name="auditevent",
                    name="actor",
                    field=seguia.audit.models.PersonLink(
                        blank=True,
                        from_fields=("person_ref",),
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        to_fields=("deed_ref",),
                        verbose_name="person",
                    ),
                )
            ]
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["code", "id"], name="audit_code"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(condition=models.Q(("number", None)), fields=["id"], name="audit_unsealed"),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("digest", ""), ("number", None)),
                    models.Q(("number__gte", 1), models.Q(("digest", ""), _negated=True)),
                    _connector="OR",
                ),
                name="audit_sealed_or_not",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
