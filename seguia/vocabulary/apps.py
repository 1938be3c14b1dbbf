from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    """Concepts, Sustainable Development Goals and word translations, in SKOS terms."""

    name = "seguia.vocabulary"

    def ready(self) -> None:
        """Permissions, and the jobs of the worker."""
        from seguia.core.worker import register_job  # noqa: PLC0415 -- the models are ready only now
        from seguia.vocabulary import rules  # noqa: PLC0415
        from seguia.vocabulary.exports import renew_exports  # noqa: PLC0415
        from seguia.vocabulary.services.unknown_words import collect_words, forget_rare_words  # noqa: PLC0415

        rules.register()
        register_job("vocabulary.renew_exports", every=20, run=renew_exports)
        register_job("vocabulary.collect_words", every=30, run=collect_words)
        register_job("vocabulary.forget_rare_words", every=86_400, run=forget_rare_words)
