from django.apps import AppConfig

HOUR = 3600.0
"""Seconds."""


class SupportConfig(AppConfig):
    """The help desk: a town says what it needs, advisers answer and recommend, until it is done."""

    name = "seguia.support"

    def ready(self) -> None:
        """Tell the floors below what they cannot know."""
        from seguia.core.worker import register_job  # noqa: PLC0415 -- the models are ready only now
        from seguia.support import advice, attachments, mails, notices, own_part, personal, replies, rules  # noqa: PLC0415
        from seguia.support.services.advisers import free_cases_of_absent  # noqa: PLC0415
        from seguia.support.services.moving import follow_mergers  # noqa: PLC0415

        rules.register()
        attachments.register()
        mails.register()
        notices.register()
        replies.register()
        own_part.register()
        personal.register()
        advice.register()
        register_job("support.free_cases_of_absent", every=HOUR, run=free_cases_of_absent)
        register_job("support.follow_mergers", every=HOUR, run=follow_mergers)
