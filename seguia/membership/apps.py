from django.apps import AppConfig

DAY = 86_400
"""Seconds."""


class MembershipConfig(AppConfig):
    """Organisations, the people who represent them, and the life of their membership."""

    name = "seguia.membership"

    def ready(self) -> None:
        """Tell the floors below what they cannot know."""
        from seguia.core.worker import register_job  # noqa: PLC0415 -- the models are ready only now
        from seguia.membership import files, mails, own_part, personal, reportable, rules, waiting  # noqa: PLC0415
        from seguia.membership.directory import badge  # noqa: PLC0415
        from seguia.membership.services.lifecycle import end_expired_memberships  # noqa: PLC0415

        rules.register()
        mails.register()
        files.register()
        waiting.register()
        own_part.register()
        personal.register()
        reportable.register()
        badge.register()
        register_job("membership.end_expired", every=DAY / 24, run=end_expired_memberships)
