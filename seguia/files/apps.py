from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Pictures and documents: checked by content, stored under random names, served through a rights check."""

    name = "seguia.files"
