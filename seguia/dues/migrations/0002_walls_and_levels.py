"""Triggers that keep the ledger as it was written, and the first levels of reminder."""

from django.db import migrations

from seguia.dues.defaults import create_reminder_levels
from seguia.dues.triggers import install


def forwards(apps, schema_editor):
    create_reminder_levels(apps.get_model("dues", "ReminderLevel"))


def walls(apps, schema_editor):
    install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("dues", "0001_initial")]
    operations = [
        migrations.RunPython(walls, migrations.RunPython.noop),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
