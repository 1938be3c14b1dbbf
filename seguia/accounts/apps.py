from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in. What they may do comes from the organisations they represent."""

    name = "seguia.accounts"

    def ready(self) -> None:
        from seguia.accounts import own_data  # noqa: PLC0415 -- the models are ready only now
        from seguia.accounts.services.profile import forget_ended_sessions  # noqa: PLC0415
        from seguia.core.worker import register_job  # noqa: PLC0415

        own_data.register()
        register_job("accounts.forget_ended_sessions", every=86_400, run=forget_ended_sessions)
