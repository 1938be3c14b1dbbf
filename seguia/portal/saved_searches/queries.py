"""Reads: a saved search is obtained by its owner, or its feed by whoever knows the token."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from seguia.actions.models import Action
from seguia.actions.queries import actions_by_id
from seguia.core.errors import NotFound
from seguia.portal.models import Frequency, SavedSearch
from seguia.search.engine import search as find

FEED_ENTRIES = 30


def own_searches(user: Any) -> "QuerySet[SavedSearch]":
    """A person's searches, the newest first."""
    return SavedSearch.objects.filter(user=user)


def search_for(user: Any, public_id: str) -> SavedSearch:
    """One of a person's own searches. Raises NotFound, also for those of others."""
    found = SavedSearch.objects.filter(public_id=public_id, user=user).first() if user.is_authenticated else None
    if found is None:
        raise NotFound(_("You have no saved search with this address."))
    return found


def search_of_token(token: str) -> SavedSearch:
    """The search whose feed this is. Raises NotFound; also when its owner was switched off."""
    found = SavedSearch.objects.filter(token=token, user__is_active=True).first()
    if found is None:
        raise NotFound(_("There is no feed at this address. It may have been deleted by the person who saved it."))
    return found


def newest_results(saved: SavedSearch) -> list[Action]:
    """What the search finds now, newest first. Raises Invalid for one that was saved under other rules."""
    asked = saved.request()
    newest = replace(asked, sort="newest", page=1, page_size=FEED_ENTRIES)
    return actions_by_id(hit.object_id for hit in find(newest).hits)


def searches_with_mail() -> "QuerySet[SavedSearch]":
    """Those whose owners get mails."""
    return SavedSearch.objects.exclude(frequency=Frequency.NONE).filter(user__is_active=True)
