"""The mail with new results: written when it is sent, from what is public then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Action
from seguia.actions.queries import actions_by_id
from seguia.core.addresses import absolute
from seguia.core.translated import Localised
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import OutboxMessage
from seguia.portal.models import Frequency, SavedSearch
from seguia.portal.saved_searches.checking import SHOWN
from seguia.portal.saved_searches.services import KIND, stop_mails


@dataclass(frozen=True)
class NewResult:
    """One line of the mail."""

    title: Localised
    town: Localised
    country: str
    url: str
    through: list[list[str]]


def register() -> None:
    """Tell the floor below how this mail is written and what ends with it."""
    register_kind(
        KIND,
        label=_("New results of a saved search"),
        subject="portal/mail/saved_search_subject.txt",
        text="portal/mail/saved_search.txt",
        html="portal/mail/saved_search.html",
        read=read_facts,
        stop=stop_mails,
    )


def read_facts(message: OutboxMessage) -> Mapping[str, Any] | None:
    """None when the search was deleted, its mails were switched off, or all results were withdrawn meanwhile."""
    saved = SavedSearch.objects.filter(public_id=message.topic, user=message.user).first()
    if saved is None or saved.frequency == Frequency.NONE:
        return None
    told = message.facts["actions"]
    actions = actions_by_id(told[:SHOWN])
    if not actions:
        return None
    through = message.facts["through"]
    return {
        "name": saved.name,
        "total": len(actions) + len(told[SHOWN:]),
        "more": len(told[SHOWN:]),
        "results": [_result(action, through.get(str(action.pk), [])) for action in actions],
        "search_url": absolute(_newest_first(saved)),
        "searches_url": absolute(reverse("portal:saved-searches")),
    }


def _newest_first(saved: SavedSearch) -> str:
    address = saved.get_absolute_url()
    return f"{address}{'&' if '?' in address else '?'}sort=newest"


def _result(action: Action, through: list[list[str]]) -> NewResult:
    town = action.organisation.territory
    return NewResult(
        title=action.label(),
        town=town.name.localised() if town else action.organisation.label(),
        country=town.country if town else "",
        url=absolute(action.get_absolute_url()),
        through=through,
    )
