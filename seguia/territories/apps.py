from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    """Municipalities and what they are part of, by official code and period."""

    name = "seguia.territories"
