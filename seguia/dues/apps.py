from django.apps import AppConfig


class DuesConfig(AppConfig):
    """What members owe: scales, calls for dues, invoices, payments, the ledger."""

    name = "seguia.dues"
