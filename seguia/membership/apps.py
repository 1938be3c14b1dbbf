from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """Organisations and the people who represent them."""

    name = "seguia.membership"
