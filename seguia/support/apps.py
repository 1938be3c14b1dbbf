from django.apps import AppConfig


class SupportConfig(AppConfig):
    """The help desk: a town says what it needs, advisers answer and recommend, until it is done."""

    name = "seguia.support"
