from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The outbox and its delivery. Upper floors say what is told; this one knows only how."""

    name = "seguia.notifications"

    def ready(self) -> None:
        from seguia.core.worker import register_job  # noqa: PLC0415 -- the models are ready only now
        from seguia.notifications.delivery import Postman  # noqa: PLC0415
        from seguia.notifications.services import forget_old_messages  # noqa: PLC0415

        register_job("notifications.deliver", every=1.0, run=Postman())
        register_job("notifications.forget_old_messages", every=86_400, run=forget_old_messages)
