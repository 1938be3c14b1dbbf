from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what to what: told by services, read by the secretariat."""

    name = "seguia.audit"
