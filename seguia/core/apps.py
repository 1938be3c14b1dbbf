from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The ground: translated text, identifiers, errors, time. Knows no other part of the house."""

    name = "seguia.core"

    def ready(self) -> None:
        from seguia.core import checks  # noqa: F401 -- registers itself
