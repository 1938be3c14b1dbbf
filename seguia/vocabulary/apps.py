from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    """Concepts, Sustainable Development Goals and word translations, in SKOS terms."""

    name = "seguia.vocabulary"
