"""The translation desk: who is reviewed, and the machine that proposes translations (none by default)."""

import environ

from seguia.config.settings.environment import env

TRANSLATION_REVIEW: str = env.str("SEGUIA_TRANSLATION_REVIEW", default="machine")
"""Which texts a second person reads before they are published: `all`, `machine` (those that a machine proposed and nobody
changed), `off` (none)."""
if TRANSLATION_REVIEW not in {"all", "machine", "off"}:
    raise environ.ImproperlyConfigured(
        f"SEGUIA_TRANSLATION_REVIEW is '{TRANSLATION_REVIEW}'; it must be all, machine or off."
    )

MACHINE_TRANSLATION_URL: str = env.str("SEGUIA_MACHINE_TRANSLATION_URL", default="")
"""Address of a LibreTranslate service; empty: no text of this network goes to a machine."""
MACHINE_TRANSLATION_KEY: str = env.str("SEGUIA_MACHINE_TRANSLATION_KEY", default="")
MACHINE_TRANSLATION_TIMEOUT: float = env.float("SEGUIA_MACHINE_TRANSLATION_TIMEOUT", default=10.0)
"""Seconds for one request to the service."""
MACHINE_TRANSLATION_PUBLISH: bool = env.bool("SEGUIA_MACHINE_TRANSLATION_PUBLISH", default=False)
"""Whether readers see machine texts, marked as such, where a language is missing; otherwise they are proposals only."""
