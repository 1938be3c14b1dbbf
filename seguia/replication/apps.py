from django.apps import AppConfig

HOUR = 3_600
"""Seconds."""


class ReplicationConfig(AppConfig):
    """An action travels: a town takes up another town's action, changes it, and tells what came of it."""

    name = "seguia.replication"

    def ready(self) -> None:
        """Tell the floors below what they cannot know."""
        from seguia.core.worker import register_job  # noqa: PLC0415 -- the models are ready only now
        from seguia.replication import (  # noqa: PLC0415
            dashboard,
            journey,
            notices,
            page_part,
            personal,
            reportable,
            rules,
            town,
        )
        from seguia.replication.services.following import follow_sources  # noqa: PLC0415

        rules.register()
        journey.register()
        notices.register()
        page_part.register()
        town.register()
        dashboard.register()
        personal.register()
        reportable.register()
        register_job("replication.follow_sources", every=6 * HOUR, run=follow_sources)
