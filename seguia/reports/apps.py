from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What readers report: content that is wrong, harmful or private."""

    name = "seguia.reports"
