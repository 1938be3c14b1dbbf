from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what to what: told by services, sealed by the worker, read by the secretariat."""

    name = "seguia.audit"

    def ready(self) -> None:
        from seguia.accounts.recording import register_recorder  # noqa: PLC0415 -- the models are ready only now
        from seguia.audit import chain, personal, rules, sentences  # noqa: PLC0415
        from seguia.audit.services import record_event  # noqa: PLC0415
        from seguia.core.worker import register_job  # noqa: PLC0415

        rules.register()
        sentences.register_own()
        personal.register()
        register_recorder(record_event)
        register_job("audit.seal", every=1.0, run=chain.seal_waiting_events)
        register_job("audit.verify", every=86_400, run=chain.report_broken_chain)
