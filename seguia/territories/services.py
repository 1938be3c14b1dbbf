"""Writing what happens to territories: an event, and the lives it ends, begins or changes."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid
from seguia.core.permissions import require
from seguia.core.translated import TranslatedText
from seguia.search.changes import mark_changed
from seguia.territories.codes import parsed_reference
from seguia.territories.importers.happenings import event_key
from seguia.territories.models import EventKind, EventSide, FormerName, Territory, TerritoryCode, TerritoryEvent

INHERITED = ("kind", "country", "parent", "intercommunality", "department", "region", "traits",
             "climate", "climate_source", "spoken_languages")  # fmt: skip


@dataclass(frozen=True)
class NewTerritory:
    """A territory that an event makes; what is not given it has from the first territory before."""

    reference: str
    name: dict[str, str]
    fields: dict[str, Any] = field(default_factory=dict)
    """Other columns: population, kind, parent …"""


def record_territory_event(
    *,
    by: Any,
    kind: str,
    date: datetime.date,
    before: Sequence[Territory] = (),
    after: Sequence[Territory | NewTerritory] = (),
    name: dict[str, str] | None = None,
    reference: str = "",
    official_code: str = "",
    source: str = "",
    note: dict[str, str] | None = None,
) -> TerritoryEvent:
    """Write down what happened on a day, and let it happen.

    merger: `before` end and one new territory begins (it may have the code of one of them); split and creation: the
    territories of `after` begin, `before` end unless they stand in `after` as well; deletion: `before` end and
    `after` took them over; rename: one territory gets `name`; recode and status: one gets `reference`.
    What pointed to a territory that ended still does; `queries.who_is_now` answers for it. `by` None is the
    operator's command line. Raises Refused, Invalid (nothing changed), Conflict (told already).
    """
    if by is not None:
        require("territories.record_event", by)
    _check(kind, date, before, after, name, reference)
    try:
        with transaction.atomic():
            lives = _locked(before, date)
            keys = [(life.scheme, life.code) for life in lives]
            followers = _happen(kind, date, lives, after, name, reference)
            event = TerritoryEvent(
                kind=kind, date=date, official_code=official_code, source=source, note=TranslatedText(note or {}),
                key=event_key(kind, date, keys, [(life.scheme, life.code) for life in followers]),
            )  # fmt: skip
            event.full_clean(exclude=["key"])
            event.save()
            _store_sides(event, lives, followers)
            ids = list(dict.fromkeys(life.pk for life in (*lives, *followers)))
            record_event(f"territories.event.{kind}", event, actor=by, territories=[str(pk) for pk in ids])
            mark_changed("territory", *ids)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Conflict(_("This event was told already, or a code is in use twice. Nothing was changed.")) from error
    return event


def _check(
    kind: str,
    date: datetime.date,
    before: Sequence[Territory],
    after: Sequence[Territory | NewTerritory],
    name: dict[str, str] | None,
    reference: str,
) -> None:
    """What each kind of event needs."""
    if kind not in EventKind.values:
        raise Invalid(_("There is no kind of event “%(kind)s”.") % {"kind": kind[:30]})
    wrong = {
        EventKind.MERGER: len(before) < 2 or len(after) != 1 or not isinstance(after[0], NewTerritory),
        EventKind.SPLIT: len(before) != 1 or len(after) < 2,
        EventKind.CREATION: not any(isinstance(one, NewTerritory) for one in after),
        EventKind.DELETION: not before or any(isinstance(one, NewTerritory) for one in after),
        EventKind.RENAME: len(before) != 1 or bool(after) or not name,
        EventKind.RECODE: len(before) != 1 or bool(after) or not reference,
        EventKind.STATUS: len(before) != 1 or bool(after) or not reference,
    }
    if wrong[EventKind(kind)]:
        raise Invalid(NEEDS[EventKind(kind)]())
    for life in before:
        if not life.is_current or (life.valid_from and life.valid_from >= date):
            words = _("%(reference)s does not exist before that day, or has ended already. Nothing was changed.")
            raise Invalid(words % {"reference": life.reference})


NEEDS = {
    EventKind.MERGER: lambda: _("A merger needs two or more territories before and one new territory after."),
    EventKind.SPLIT: lambda: _("A split needs one territory before and two or more after."),
    EventKind.CREATION: lambda: _("A creation needs a new territory after."),
    EventKind.DELETION: lambda: _("A deletion needs territories before; those after must exist already."),
    EventKind.RENAME: lambda: _("A change of name needs one territory and its new name."),
    EventKind.RECODE: lambda: _("A change of code needs one territory and its new code."),
    EventKind.STATUS: lambda: _("A change of status needs one territory and its new code."),
}


def _locked(before: Sequence[Territory], date: datetime.date) -> list[Territory]:
    """The territories as they are now, held until the end of the transaction."""
    found = {t.pk: t for t in Territory.objects.select_for_update().filter(pk__in=[life.pk for life in before])}
    lives = [found[life.pk] for life in before if life.pk in found]
    if len(lives) != len(before) or any(not life.is_current for life in lives):
        raise Conflict(_("One of these territories changed meanwhile. Nothing was changed; look at them again."))
    return lives


def _happen(
    kind: str,
    date: datetime.date,
    lives: list[Territory],
    after: Sequence[Territory | NewTerritory],
    name: dict[str, str] | None,
    reference: str,
) -> list[Territory]:
    """Change the territories; returns who is there after."""
    if kind == EventKind.RENAME:
        return [_renamed(lives[0], date, name or {})]
    if kind in {EventKind.RECODE, EventKind.STATUS}:
        return [_recoded(lives[0], date, reference)]
    staying = {one.pk for one in after if isinstance(one, Territory)}
    for life in lives:
        if life.pk not in staying:
            life.valid_to = date
            life.save(update_fields=["valid_to"])
    return [_begun(one, date, lives) if isinstance(one, NewTerritory) else one for one in after]


def _renamed(life: Territory, date: datetime.date, name: dict[str, str]) -> Territory:
    """The same territory under a new name; the old one is kept for the days before."""
    FormerName.objects.create(territory=life, name=life.name, valid_to=date)
    life.name = TranslatedText(name)
    life.full_clean(validate_constraints=False)
    life.save()
    return life


def _recoded(life: Territory, date: datetime.date, reference: str) -> Territory:
    """The same territory under a new code; the old code keeps answering."""
    TerritoryCode.objects.create(territory=life, scheme=life.scheme, code=life.code, valid_to=date)
    life.scheme, life.code = parsed_reference(reference)
    life.full_clean(validate_constraints=False)
    life.save()
    return life


def _begun(new: NewTerritory, date: datetime.date, before: list[Territory]) -> Territory:
    scheme, code = parsed_reference(new.reference)
    inherited = {column: getattr(before[0], column) for column in INHERITED} if before else {}
    life = Territory(
        scheme=scheme, code=code, name=TranslatedText(new.name), valid_from=date, **{**inherited, **new.fields}
    )
    life.full_clean(validate_constraints=False)
    life.save()
    return life


def _store_sides(event: TerritoryEvent, before: list[Territory], after: list[Territory]) -> None:
    EventSide.objects.bulk_create(
        EventSide(event=event, territory=life, is_after=is_after)
        for is_after, lives in ((False, before), (True, after))
        for life in lives
    )
