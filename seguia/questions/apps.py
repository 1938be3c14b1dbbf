from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Asking those who did it: questions on a published action, in any language, answered in public."""

    name = "seguia.questions"

    def ready(self) -> None:
        """Permissions, notices, steps of the journey, parts of pages, piles, the desk's kind, the jobs of the worker."""
        from seguia.core.worker import register_job  # noqa: PLC0415 -- the models are ready only now
        from seguia.questions import (  # noqa: PLC0415
            desk,
            journey,
            notices,
            parts,
            personal_data,
            reportable,
            rules,
            services,
            waiting,
        )

        rules.register()
        notices.register()
        journey.register()
        parts.register()
        desk.register()
        reportable.register()
        waiting.register()
        personal_data.register()
        register_job("questions.translate", every=3.0, run=services.carry_out_translations)
        register_job("questions.look_after_unanswered", every=3600.0, run=services.look_after_unanswered)
