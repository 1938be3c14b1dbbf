from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The ground: translated text, identifiers, errors, time. Knows no other part of the house."""

    name = "seguia.core"

    def ready(self) -> None:
        from seguia.core import checks  # noqa: F401, PLC0415 -- registers itself, needs settings
        from seguia.core.idempotency import forget_old_forms  # noqa: PLC0415 -- has a model
        from seguia.core.worker import register_job  # noqa: PLC0415

        register_job("forget old forms", every=86_400, run=forget_old_forms)
