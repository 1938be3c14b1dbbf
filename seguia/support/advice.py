"""Everything of advice that registers itself when the app starts."""

from seguia.core.worker import register_job
from seguia.support import publishing, reminders, reminding_words, targets, waiting
from seguia.support.recommendations import personal, rules, telling

JOURNEYS_EVERY = 300.0
"""Seconds after which a published sheet tells at the latest that advisers helped."""


def register() -> None:
    """Called by `apps.ready`, after what the notices belong to is registered."""
    rules.register()
    targets.register()
    telling.register()
    personal.register()
    waiting.register()
    publishing.register()
    reminding_words.register()
    reminders.register()
    register_job("support.tell_journeys", every=JOURNEYS_EVERY, run=publishing.tell_journeys)
