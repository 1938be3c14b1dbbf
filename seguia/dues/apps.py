"""Dues: registration of what travels upward."""

from django.apps import AppConfig


class DuesConfig(AppConfig):
    """What members owe: scales, calls for dues, invoices, payments, the ledger."""

    name = "seguia.dues"

    def ready(self) -> None:
        """Permissions, mails, the desk's pile, the part of "My town", jobs, personal data."""
        from seguia.accounts.personal_data import register_personal_data  # noqa: PLC0415 -- models are ready only now
        from seguia.core.worker import register_job  # noqa: PLC0415
        from seguia.dues import dashboard, desk, jobs, mails, personal, rules  # noqa: PLC0415
        from seguia.membership.dashboard import register_part  # noqa: PLC0415

        rules.register()
        mails.register()
        desk.register()
        register_part("dues", order=50, part=dashboard.dues_part)
        register_job("dues.run_calls", every=jobs.CALL_SECONDS, run=jobs.run_calls)
        register_job("dues.remind", every=jobs.REMINDER_SECONDS, run=jobs.remind)
        register_personal_data("dues", export=personal.export_deeds, erase=personal.erase_deeds)
