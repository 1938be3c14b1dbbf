"""The help desk: after how many days somebody is reminded, and of what."""

from seguia.config.settings.environment import env

SUPPORT_ANSWER_DAYS: int = env.int("SEGUIA_SUPPORT_ANSWER_DAYS", default=4)
"""Days without a first answer after which a request is overdue and its adviser, else the secretariat, is reminded."""
SUPPORT_UNTAKEN_DAYS: int = env.int("SEGUIA_SUPPORT_UNTAKEN_DAYS", default=7)
"""Days after which a request nobody has taken lies on the secretariat's desk."""
SUPPORT_SILENT_DAYS: int = env.int("SEGUIA_SUPPORT_SILENT_DAYS", default=30)
"""Days without a word of the town after which it is asked whether it still needs help; twice as many, and the adviser
is told that the request can be closed. Nothing is closed by itself."""
SUPPORT_DEADLINE_DAYS: int = env.int("SEGUIA_SUPPORT_DEADLINE_DAYS", default=3)
"""Days before a deadline on which whom it concerns is reminded; once more when it has passed."""
