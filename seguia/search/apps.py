from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The index, its analysers and the translation of queries. It is told what changed; it never asks upward."""

    name = "seguia.search"
