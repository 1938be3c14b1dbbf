from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Home, search page, my town, the network's desk, the demonstration: may see everything."""

    name = "seguia.portal"
