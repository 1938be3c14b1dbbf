"""How much one person may write within an hour: enough for a careful one, too little for a machine."""

import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.accounts.models import User
from seguia.core.errors import SeguiaError
from seguia.questions.queries import posts_written_since, translations_asked_since

HOUR = datetime.timedelta(hours=1)


class TooMany(SeguiaError):
    """Too much from one person within an hour."""

    status = 429
    code = "too_many"


def require_room_to_write(user: Any) -> None:
    """Counted with the person's row locked: two windows do not make one more. Raises TooMany."""
    lock_person(user)
    if posts_written_since(user, timezone.now() - HOUR) >= settings.QUESTIONS_PER_HOUR:
        raise TooMany(
            _("You have written %(most)s questions and answers within an hour, which is the limit. This one is not saved: "
              "keep your text, wait a while and send it again.") % {"most": settings.QUESTIONS_PER_HOUR}
        )  # fmt: skip


def require_room_to_request(user: Any) -> None:
    """The same for translations. Raises TooMany."""
    lock_person(user)
    if translations_asked_since(user, timezone.now() - HOUR) >= settings.QUESTIONS_PER_HOUR:
        raise TooMany(
            _(
                "You have asked for %(most)s translations within an hour, which is the limit. Wait a while, then ask again."
            )
            % {"most": settings.QUESTIONS_PER_HOUR}
        )


def lock_person(user: Any) -> None:
    """Until the transaction ends. Without the key: others may still tell this person something meanwhile."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
