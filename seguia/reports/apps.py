from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What readers report: content that is wrong, harmful or private."""

    name = "seguia.reports"

    def ready(self) -> None:
        """Permissions, the mail, the pile of the desk, personal data and the job that forgets."""
        from seguia.core.worker import register_job  # noqa: PLC0415 -- the models are ready only now
        from seguia.reports import mail, personal, rules, waiting  # noqa: PLC0415
        from seguia.reports.services import forget_reporters  # noqa: PLC0415

        rules.register()
        mail.register()
        waiting.register()
        personal.register()
        register_job("reports.forget_reporters", every=24 * 3600.0, run=forget_reporters)
