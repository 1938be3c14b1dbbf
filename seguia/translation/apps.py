from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """The translation desk: what lacks a language or is out of date, worked on beside the original."""

    name = "seguia.translation"
