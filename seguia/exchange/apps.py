from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Offers and requests between towns: visits, mentoring, loans of experts, papers; matched and followed."""

    name = "seguia.exchange"
