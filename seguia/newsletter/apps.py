from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """The network's newsletter: only to those who asked for it twice."""

    name = "seguia.newsletter"
