"""People who were there before get their meaningless name."""

from typing import Any

from django.db import migrations, models

from seguia.accounts.models import new_deed_ref


def name_everybody(apps: Any, schema_editor: Any) -> None:
    """One by one: each name is another."""
    user_model = apps.get_model("accounts", "User")
    for pk in list(user_model.objects.filter(deed_ref=None).values_list("pk", flat=True)):
        user_model.objects.filter(pk=pk).update(deed_ref=new_deed_ref())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_deed_ref_and_erasures")]

    operations = [
        migrations.RunPython(name_everybody, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="user",
            name="deed_ref",
            field=models.CharField(max_length=32, unique=True, null=True, default=new_deed_ref, editable=False),
        ),
    ]
