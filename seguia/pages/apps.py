from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Editorial pages, news, menus and the image library, in every language of the network."""

    name = "seguia.pages"

    def ready(self) -> None:
        """Tell the floors below what they cannot know: permissions, files, search, menus, jobs, translations."""
        from seguia.core.worker import register_job  # noqa: PLC0415 -- the models are ready only now
        from seguia.pages import files, personal_data, rules, search, translation  # noqa: PLC0415
        from seguia.pages.menus import menu_entries  # noqa: PLC0415
        from seguia.pages.rendering import builtin  # noqa: PLC0415
        from seguia.pages.services import announce_due_pages  # noqa: PLC0415
        from seguia.ui.navigation import register_menu_source  # noqa: PLC0415

        rules.register()
        files.register()
        builtin.register()
        search.register()
        personal_data.register()
        translation.register()
        register_menu_source(menu_entries)
        register_job("pages.announce_due_pages", every=5.0, run=announce_due_pages)
