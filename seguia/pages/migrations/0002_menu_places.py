"""Two who save a menu at the same moment cannot both fill it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="menuitem",
            constraint=models.UniqueConstraint(fields=("menu", "order"), name="pages_menu_place_once"),
        ),
    ]
