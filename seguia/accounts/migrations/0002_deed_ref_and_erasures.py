"""A meaningless name for each person in the record of deeds, and the list of erasures."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="deed_ref",
            field=models.CharField(max_length=32, unique=True, null=True, editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="erased_at",
            field=models.DateTimeField(verbose_name="erased", null=True, blank=True, editable=False),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"verbose_name": "erasure", "verbose_name_plural": "erasures", "ordering": ["pk"]},
        ),
    ]
