from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    """Municipalities and what they are part of, by official code and period."""

    name = "seguia.territories"

    def ready(self) -> None:
        """Tell the floors below who may do what, how like places are to one another, that readers may report a page."""
        from seguia.territories import reportable, rules  # noqa: PLC0415 -- apps are loaded first
        from seguia.territories.similarity import pages as similarity  # noqa: PLC0415

        rules.register()
        reportable.register()
        similarity.register()
