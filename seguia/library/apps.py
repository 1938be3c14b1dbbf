from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Methods, guides and tools the network recommends: lightly, enough to be found, read and recommended."""

    name = "seguia.library"
