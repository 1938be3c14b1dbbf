"""All settings, from the environment. `docs/running.md` lists every variable; a test keeps that list complete."""

from seguia.config.settings.applications import *  # noqa: F403
from seguia.config.settings.database import *  # noqa: F403
from seguia.config.settings.environment import *  # noqa: F403
from seguia.config.settings.languages import *  # noqa: F403
from seguia.config.settings.questions import *  # noqa: F403
from seguia.config.settings.security import *  # noqa: F403
from seguia.config.settings.signing_in import *  # noqa: F403
from seguia.config.settings.storage import *  # noqa: F403
from seguia.config.settings.support import *  # noqa: F403
from seguia.config.settings.translation import *  # noqa: F403
