from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Offers and requests between towns: visits, mentoring, loans of experts, papers; matched and followed."""

    name = "seguia.exchange"

    def ready(self) -> None:
        """Tell the floors below: permissions, parts of pages, notices, journey, the desk, personal data, the job."""
        from seguia.exchange import (  # noqa: PLC0415 -- the models are ready only now
            jobs,
            journey,
            notices,
            parts,
            personal,
            reportable,
            rules,
            waiting,
        )

        rules.register()
        journey.register()
        notices.register()
        parts.register()
        waiting.register()
        personal.register()
        reportable.register()
        jobs.register()
