from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Home, search page, my town, the network's desk, the demonstration: may see everything."""

    name = "seguia.portal"

    def ready(self) -> None:
        """Join what may not know one another: the vocabulary's deeds are written into the record."""
        from seguia.audit.services import record_event  # noqa: PLC0415 -- the models are ready only now
        from seguia.portal import (  # noqa: PLC0415
            deed_words,
            desk,
            expert_targets,
            mail_trouble,
            page_components,
            personal_words,
            saved_searches,
            town_parts,
        )
        from seguia.vocabulary.changes import register_recorder  # noqa: PLC0415

        register_recorder(record_event)
        mail_trouble.register()
        saved_searches.register()
        town_parts.register()
        desk.register()
        expert_targets.register()
        page_components.register()
        personal_words.register()
        deed_words.register()
