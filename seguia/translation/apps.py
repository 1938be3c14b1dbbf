from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """The translation desk: what lacks a language or is out of date, worked on beside the original."""

    name = "seguia.translation"

    def ready(self) -> None:
        """Permissions, mails, personal data, the pile of reviews, the jobs of the worker."""
        from seguia.core.worker import register_job  # noqa: PLC0415 -- the models are ready only now
        from seguia.translation import mail, personal_data, rules, standing, waiting  # noqa: PLC0415
        from seguia.translation.services import machine  # noqa: PLC0415

        rules.register()
        mail.register()
        personal_data.register()
        waiting.register()
        register_job("translation.follow_changes", every=5.0, run=standing.follow_changes)
        register_job("translation.carry_out_orders", every=10.0, run=machine.carry_out_orders)
