"""Writing what a town says of itself: its traits, climate, languages, budget. The register's own row is not touched."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound
from seguia.core.formats import date as day_in_words
from seguia.core.permissions import require
from seguia.membership.rules import acts_for_town
from seguia.search.changes import mark_changed
from seguia.territories.models import FACTS, Territory, TownProfile, Voice

Told = Mapping[str, Any]
"""Column → value, of every column of `FACTS`."""


def save_town_profile(*, user: Any, territory: Territory, version: int, told: Told) -> TownProfile:
    """Save what differs from the register as the town's own word; what is left empty, or as the register has it,
    follows the register. `version` is that of the profile the person saw. Raises Refused, Conflict, ValidationError.
    """
    with transaction.atomic():
        place = Territory.objects.select_for_update(of=("self",)).filter(pk=territory.pk, valid_to=None).first()
        if place is None:
            raise NotFound(_("This territory has ended. Nothing was saved."))
        require("membership.edit_town_profile", user, place)
        profile = TownProfile.objects.filter(territory=place).first() or TownProfile(territory=place)
        if profile.version != version:
            raise Conflict(_already_changed(profile), code="changed_meanwhile")
        changed = [fact for fact in FACTS if _tell(profile, place, fact, told)]
        if changed:
            _note(profile, changed, Voice.TOWN if acts_for_town(user, place) else Voice.SECRETARIAT)
            profile.version += 1
            profile.full_clean()
            profile.save()
            record_event("membership.town_profile.saved", profile, actor=user, territory=place.reference, facts=changed)
            mark_changed("territory", place.pk)
    return profile


def _tell(profile: TownProfile, place: Territory, fact: str, told: Told) -> bool:
    """Put one fact into the profile; whether it is another now."""
    columns = FACTS[fact]
    was_told = fact in profile.told
    before = [getattr(profile, column) for column in columns]
    same_as_register = all(told[column] == getattr(place, column) for column in columns)
    empty = TownProfile()
    for column in columns:
        value = getattr(empty, column) if same_as_register and not was_told else told[column]
        setattr(profile, column, value)
    return before != [getattr(profile, column) for column in columns]


def _note(profile: TownProfile, changed: list[str], voice: Voice) -> None:
    """Who said it and when; only facts that are told have a word."""
    today = timezone.localdate().isoformat()
    words = {**profile.words, **{fact: {"by": voice.value, "on": today} for fact in changed}}
    profile.words = {fact: word for fact, word in words.items() if fact in profile.told}


def _already_changed(profile: TownProfile) -> str:
    """Who changed it meanwhile, and what to do."""
    words = [word for fact in FACTS if (word := profile.word(fact)) is not None]
    last = max(words, key=lambda word: word.on, default=None)
    if last is None:
        return _(
            "Somebody changed this profile meanwhile. Nothing of yours was saved; what you typed stands below: compare "
            "it with the page of the town, then save again."
        )
    return _(
        "This profile was changed meanwhile (%(voice)s, %(day)s). Nothing of yours was saved; what you typed stands "
        "below: compare it with the page of the town, then save again."
    ) % {"voice": last.by.label, "day": day_in_words(last.on)}
