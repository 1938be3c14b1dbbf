from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look: styles, components, maps, charts, error pages."""

    name = "seguia.ui"
