from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    """Municipalities and what they are part of, by official code and period."""

    name = "seguia.territories"

    def ready(self) -> None:
        """Tell the floor below who may do what."""
        from seguia.territories import rules  # noqa: PLC0415 -- apps are loaded first

        rules.register()
