from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The index, its analysers and the translation of queries. It is told what changed; it never asks upward."""

    name = "seguia.search"

    def ready(self) -> None:
        from seguia.core.worker import register_job  # noqa: PLC0415 -- apps are loaded first
        from seguia.search.changes import forget_old_changes, mark_vocabulary_changed  # noqa: PLC0415
        from seguia.search.index.follower import follow_changes  # noqa: PLC0415
        from seguia.vocabulary.changes import register_listener  # noqa: PLC0415

        register_job("search.follow_changes", every=0.2, run=follow_changes)
        register_job("search.forget_old_changes", every=86_400, run=forget_old_changes)
        register_listener(mark_vocabulary_changed)
