from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """The heart of the house: what a town did, told so that another can do it."""

    name = "seguia.actions"

    def ready(self) -> None:
        """Tell the floors below what they cannot know: permissions, kinds of step, files, search, sections of pages."""
        from seguia.actions import (  # noqa: PLC0415 -- the models are ready only now
            concepts,
            files,
            handover,
            journey,
            newsletter,
            notices,
            priorities,
            reportable,
            results,
            rules,
            search,
            sections,
            translation,
            waiting,
        )

        rules.register()
        journey.register_own_kinds()
        files.register()
        search.register()
        results.register()
        sections.register()
        concepts.register()
        handover.register()
        newsletter.register()
        translation.register()
        notices.register()
        waiting.register()
        reportable.register()
        priorities.register()
