from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Editorial pages, news, menus and the image library, in every language of the network."""

    name = "seguia.pages"
