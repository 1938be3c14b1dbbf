"""Names of organisations as people type them, for those that were there before the column."""

from django.db import migrations


def fill_keys(apps, schema_editor):
    organisation = apps.get_model("membership", "Organisation")
    from seguia.territories.names import search_key

    for one in organisation.objects.iterator(chunk_size=2000):
        organisation.objects.filter(pk=one.pk).update(search_key=search_key(one.name or {}))


class Migration(migrations.Migration):
    dependencies = [("membership", "0002_members")]
    operations = [migrations.RunPython(fill_keys, migrations.RunPython.noop)]
