from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """The network's newsletter: only to those who asked for it twice."""

    name = "seguia.newsletter"

    def ready(self) -> None:
        """Permissions, mails, what is known of people, jobs of the worker."""
        from seguia.core.worker import register_job  # noqa: PLC0415 -- the models are ready only now
        from seguia.newsletter import mail, personal, rules  # noqa: PLC0415
        from seguia.newsletter.sending import send_due_issues  # noqa: PLC0415
        from seguia.newsletter.subscribing import forget_subscribers  # noqa: PLC0415

        rules.register()
        mail.register()
        personal.register()
        register_job("newsletter.send_issues", every=5.0, run=send_due_issues)
        register_job("newsletter.forget_subscribers", every=86_400, run=forget_subscribers)
