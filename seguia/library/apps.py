from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Methods, guides and tools the network recommends: lightly, enough to be found, read and recommended."""

    name = "seguia.library"

    def ready(self) -> None:
        """Tell the floors below what they cannot know: permissions, files, search, desks, parts of other pages."""
        from seguia.library import (  # noqa: PLC0415 -- the models are ready only now
            concepts,
            files,
            newsletter,
            notices,
            parts,
            personal_data,
            reportable,
            rules,
            search,
            translation,
            waiting,
        )

        rules.register()
        files.register()
        search.register()
        parts.register()
        concepts.register()
        newsletter.register()
        translation.register()
        notices.register()
        waiting.register()
        reportable.register()
        personal_data.register()
