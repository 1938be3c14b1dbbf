from django.apps import AppConfig


class MandatesConfig(AppConfig):
    """Elected officials and their mandates: who holds which function from when to when, and where we know it from."""

    name = "seguia.mandates"

    def ready(self) -> None:
        """Tell the floors below what they cannot know: permissions, sections, jobs, personal data."""
        from seguia.mandates import dashboard, jobs, personal_data, rules, sections  # noqa: PLC0415 -- apps first

        rules.register()
        sections.register()
        dashboard.register()
        jobs.register()
        personal_data.register()
