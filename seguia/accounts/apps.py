from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in. What they may do comes from the organisations they represent."""

    name = "seguia.accounts"
