"""Who recommends, who answers, who sees the queue and the figures."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from seguia.core.permissions import grant
from seguia.support.rules import advises, is_secretariat, is_town, works_on_it


def register() -> None:
    """Grant the permissions of advice."""
    desk = _("Only the adviser of this request and the secretariat may do this. Nothing was changed.")
    town = _("Only people who act for the town that asked may do this. Nothing was changed.")
    advisers = _("Only the network's advisers and its secretariat see this.")
    staff = _("Only the network's secretariat may do this. Nothing was changed.")
    for permission, predicate, why in (
        ("support.recommend", works_on_it, desk),
        ("support.answer_recommendation", is_town, town),
        ("support.publish_result", is_town, town),
        ("support.see_queue", advises, advisers),
        ("support.see_figures", is_secretariat, staff),
    ):
        grant(permission, predicate, why=_always(why))


def _always(message: Any) -> Any:
    return lambda user, target: message
