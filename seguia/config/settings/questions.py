"""Questions on actions: when somebody is reminded of one without an answer, and how much one person may write."""

from seguia.config.settings.environment import env

QUESTIONS_REMIND_DAYS: int = env.int("SEGUIA_QUESTIONS_REMIND_DAYS", default=7)
"""Days after which the town that did the action is reminded."""
QUESTIONS_DESK_DAYS: int = env.int("SEGUIA_QUESTIONS_DESK_DAYS", default=21)
"""Days after which the question lies on the secretariat's desk."""
QUESTIONS_PER_HOUR: int = env.int("SEGUIA_QUESTIONS_PER_HOUR", default=12)
"""Questions and answers one person may write within an hour; as many translations may be asked for."""
