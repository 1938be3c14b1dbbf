from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """The heart of the house: what a town did, told so that another can do it."""

    name = "seguia.actions"
