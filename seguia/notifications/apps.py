from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The outbox and its delivery, notices on the pages. Upper floors say what is told; this one knows only how."""

    name = "seguia.notifications"

    def ready(self) -> None:
        from seguia.core.worker import register_job  # noqa: PLC0415 -- the models are ready only now
        from seguia.notifications import account_mail, notice_kinds, notice_mail, personal, rules  # noqa: PLC0415
        from seguia.notifications.bounces.inbox import is_configured, read_bounces  # noqa: PLC0415
        from seguia.notifications.delivery import Postman  # noqa: PLC0415
        from seguia.notifications.digest import queue_due_digests  # noqa: PLC0415
        from seguia.notifications.inbound import inbox, refusals  # noqa: PLC0415
        from seguia.notifications.inbound.checks import register_checks  # noqa: PLC0415
        from seguia.notifications.inbound.taking import forget_old_mails  # noqa: PLC0415
        from seguia.notifications.services import forget_old_messages, forget_old_notices  # noqa: PLC0415

        account_mail.register()
        rules.register()
        notice_kinds.register_own_groups()
        notice_mail.register()
        personal.register()
        refusals.register()
        register_checks()
        register_job("notifications.deliver", every=1.0, run=Postman())
        register_job("notifications.queue_digests", every=60.0, run=queue_due_digests)
        register_job("notifications.forget_old_messages", every=86_400, run=forget_old_messages)
        register_job("notifications.forget_old_notices", every=86_400, run=forget_old_notices)
        register_job("notifications.forget_old_mails", every=86_400, run=forget_old_mails)
        if inbox.is_configured():
            register_job("notifications.read_replies", every=60.0, run=Postman(inbox.read_replies))
        if is_configured():
            register_job("notifications.read_bounces", every=300.0, run=Postman(read_bounces))
