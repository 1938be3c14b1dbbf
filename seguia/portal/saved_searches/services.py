"""Writes: save a search, change it, delete it, end its mails."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.accounts.models import User
from seguia.audit.services import record_event
from seguia.core.errors import Invalid, NotFound
from seguia.core.languages import language_codes
from seguia.core.permissions import allowed, require
from seguia.core.text import clean_text
from seguia.notifications.services import allow_again
from seguia.notifications.subscriptions import Subscription, recipient_of
from seguia.portal.models import Frequency, SavedSearch
from seguia.search.index.schema import FACETS
from seguia.search.index.store import IndexMissing
from seguia.search.matching import IndexMoment, last_change
from seguia.search.request import SearchRequest, parameter_of

MOST_SEARCHES = 50
KIND = "portal.saved_search"
LONGEST = 2000
"""Characters of a saved address, as `SavedSearch.parameters` holds them."""
MARGIN = datetime.timedelta(minutes=1)
"""What was being published while a search was saved counts as new."""


def canonical_parameters(query: QueryDict) -> str:
    """The part of an address that makes a search, each value once. Raises Invalid with the parameter that is wrong."""
    asked = SearchRequest.from_query(query, language_codes()[0])
    kept = QueryDict(mutable=True)
    if words := _cleaned_words(asked.query):
        kept["q"] = words
    if asked.is_literal:
        kept["words"] = "typed"
    for facet in FACETS:
        if values := asked.filters.get(facet):
            kept.setlist(parameter_of(facet), values)
    if len(parameters := kept.urlencode()) > LONGEST:
        raise Invalid(_("This search is too long to be saved. Use fewer words or filters."), code="too_long")
    return parameters


def _cleaned_words(words: str) -> str:
    try:
        return clean_text(words, multiline=False)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), code="bad_words") from error


def create_search(*, user: Any, name: str, query: QueryDict, language: str, frequency: str) -> SavedSearch:
    """Save a search. What it finds now is known; what is published from now on is new.

    Raises Refused for visitors, Invalid for nonsense, ValidationError for a name or frequency that cannot be.
    """
    require("portal.save_search", user)
    saved = SavedSearch(
        user=user,
        name=clean_text(name, multiline=False),
        parameters=canonical_parameters(query),
        language=language,
        frequency=frequency,
    )
    _start_anew(saved)
    saved.full_clean()
    with transaction.atomic():
        _require_room(user)
        saved.save()
        record_event("portal.saved_search.created", saved, actor=user, frequency=frequency)
    return saved


def _require_room(user: Any) -> None:
    """Counted with the person's row locked: two windows do not make 51. Raises Invalid."""
    User.objects.select_for_update().get(pk=user.pk)
    if SavedSearch.objects.filter(user=user).count() >= MOST_SEARCHES:
        raise Invalid(
            _("You have %(most)s saved searches, which is the limit. This one is not saved: delete another one first.")
            % {"most": MOST_SEARCHES},
            code="too_many",
        )


def _start_anew(saved: SavedSearch) -> None:
    """Everything that the person can find now is old."""
    saved.since = timezone.now() - MARGIN
    saved.checked_at = saved.next_check_at = timezone.now()
    try:
        saved.checked_change = IndexMoment().change
    except IndexMissing:
        saved.checked_change = last_change()


def change_search(saved: SavedSearch, *, user: Any, name: str, frequency: str) -> SavedSearch:
    """Rename it, or tell its new results more or less often. Raises NotFound, ValidationError."""
    with transaction.atomic():
        fresh = _locked(saved, user)
        before, fresh.name, fresh.frequency = fresh.frequency, clean_text(name, multiline=False), frequency
        if before == Frequency.NONE and frequency != Frequency.NONE:
            _start_anew(fresh)
        if frequency != before:
            fresh.next_check_at = timezone.now()
        fresh.full_clean()
        fresh.save()
        if frequency != Frequency.NONE:
            allow_again(subscription_to(fresh))
        record_event("portal.saved_search.changed", fresh, actor=user, frequency=frequency)
    return fresh


def delete_search(saved: SavedSearch, *, user: Any) -> None:
    """Its feed and its mails end with it. Raises NotFound."""
    with transaction.atomic():
        fresh = _locked(saved, user)
        record_event("portal.saved_search.deleted", fresh, actor=user)
        fresh.delete()


def _locked(saved: SavedSearch, user: Any) -> SavedSearch:
    """The search as it is now. For others it does not exist. Raises NotFound."""
    fresh = SavedSearch.objects.select_for_update().filter(pk=saved.pk).first()
    if fresh is None or not allowed("portal.change_saved_search", user, fresh):
        raise NotFound(_("You have no saved search with this address."))
    return fresh


def subscription_to(saved: SavedSearch) -> Subscription:
    """What the unsubscribe link of its mails stops."""
    return Subscription(recipient_of(saved.user_id), KIND, saved.public_id)


def stop_mails(user_id: int | None, topic: str) -> None:
    """The owner followed the link in a mail: from now on there is only the feed. In the caller's transaction."""
    if user_id is None:
        return
    saved = SavedSearch.objects.filter(public_id=topic, user_id=user_id).exclude(frequency=Frequency.NONE).first()
    if saved:
        SavedSearch.objects.filter(pk=saved.pk).update(frequency=Frequency.NONE)
        record_event("portal.saved_search.unsubscribed", saved, actor=saved.user)


def suggested_name(query: QueryDict) -> str:
    """What a new search is called until somebody says otherwise."""
    try:
        words = clean_text(query.get("q") or "", multiline=False)
    except ValidationError:
        words = ""
    return words[:120] or _("New actions")
