"""One mandate at a time: begin it, end it, correct it, take out what was entered by mistake."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.mandates.models import Mandate, Official
from seguia.mandates.services.rights import align_rights, carry_rights_on
from seguia.territories.models import Territory
from seguia.vocabulary.models import Concept

FACTS = ("function", "since", "rank", "delegation", "source", "source_url", "source_date")


def begin_mandate(
    *,
    user: Any,
    territory: Territory,
    latin_name: str = "",
    arabic_name: str = "",
    themes: Sequence[Concept] = (),
    **facts: Any,
) -> Mandate:
    """Write down a new mandate. A person of the same name who is known here is the same person.

    Raises Refused, ValidationError (nothing saved) and Conflict when somebody wrote the same at the same time.
    """
    with transaction.atomic():
        require("mandates.edit_mandate", user)
        Territory.objects.select_for_update().get(pk=territory.pk)
        official = _known_official(territory, latin_name, arabic_name)
        mandate = Mandate(official=official, territory=territory, **_chosen(facts))
        _store_official(official)
        mandate.official = official
        _store(mandate)
        mandate.themes.set(themes)
        if official.user_id:
            carry_rights_on([mandate])
        record_event("mandates.mandate.begun", mandate, actor=user, function=mandate.function)
    return mandate


def _chosen(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in FACTS if facts.get(name) is not None}


def _known_official(territory: Territory, latin_name: str, arabic_name: str) -> Official:
    """Somebody of this name with a mandate in the territory, else a new person. Raises ValidationError."""
    given = Official(latin_name=latin_name, arabic_name=arabic_name)
    given.clean()
    here = Official.objects.filter(mandates__territory=territory).order_by("pk")
    for column, key in (("latin_key", given.latin_key), ("arabic_key", given.arabic_key)):
        found = here.filter(**{column: key}).first() if key else None
        if found is not None:
            found.latin_name = found.latin_name or given.latin_name
            found.arabic_name = found.arabic_name or given.arabic_name
            return found
    return given


def _store_official(official: Official) -> None:
    official.full_clean()
    official.save()


def _store(mandate: Mandate) -> None:
    """Raises ValidationError, Conflict."""
    mandate.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            mandate.save()
    except IntegrityError as error:
        raise Conflict(_("Somebody wrote down the same mandate meanwhile. Nothing was changed; look again.")) from error


def end_mandate(
    *, user: Any, mandate: Mandate, until: datetime.date, reason: str, note: str = "", source: str = ""
) -> Mandate:
    """The mandate ends: `until` is the first day without it, also one ahead. Rights in the network end with it.

    Raises Refused, NotFound, Conflict when it has an end already, ValidationError.
    """
    with transaction.atomic():
        require("mandates.edit_mandate", user)
        fresh = locked_mandate(mandate)
        if fresh.until is not None:
            raise Conflict(_("This mandate has an end already. Correct it instead. Nothing was changed."))
        fresh.until, fresh.end_reason, fresh.ended_by = until, reason, None
        fresh.end_note = clean_text(note, multiline=False)[:300]
        fresh.source = source or fresh.source
        _store(fresh)
        align_rights([fresh.pk])
        record_event("mandates.mandate.ended", fresh, actor=user, reason=reason, until=until.isoformat())
    return fresh


def correct_mandate(*, user: Any, mandate: Mandate, themes: Sequence[Concept] | None = None, **facts: Any) -> Mandate:
    """Put right what was written down; also the end, with `until` None to open it again. Raises as `end_mandate`."""
    with transaction.atomic():
        require("mandates.edit_mandate", user)
        fresh = locked_mandate(mandate)
        for name in (*FACTS, "until", "end_reason"):
            if name in facts:
                setattr(fresh, name, facts[name])
        if fresh.until is None:
            fresh.end_reason = ""
        fresh.begun_by = fresh.ended_by = None  # from now on a person answers for it; no bulk change takes it back
        _rename(fresh.official, facts)
        _store(fresh)
        if themes is not None:
            fresh.themes.set(themes)
        align_rights([fresh.pk])
        record_event("mandates.mandate.corrected", fresh, actor=user)
    return fresh


def _rename(official: Official, facts: dict[str, Any]) -> None:
    names = {name: facts[name] for name in ("latin_name", "arabic_name") if name in facts}
    if any(getattr(official, name) != value for name, value in names.items()):
        for name, value in names.items():
            setattr(official, name, value)
        _store_official(official)


def delete_mandate(*, user: Any, mandate: Mandate) -> None:
    """Take out what never was true. Rights it gave end today with it. Raises Refused, NotFound, Conflict."""
    with transaction.atomic():
        require("mandates.edit_mandate", user)
        fresh = locked_mandate(mandate)
        if fresh.links.exists():
            words = _("Somebody acts for the town because of this mandate. End it instead. Nothing was changed.")
            raise Conflict(words)
        record_event("mandates.mandate.deleted", fresh, actor=user, function=fresh.function)
        official = fresh.official
        fresh.delete()
        if not official.mandates.exists():
            official.delete()


def locked_mandate(mandate: Mandate) -> Mandate:
    """The mandate as it is now, held until the end of the transaction. Raises NotFound."""
    rows = Mandate.objects.select_for_update(of=("self",)).select_related("official", "territory")
    fresh = rows.filter(pk=mandate.pk).first()
    if fresh is None:
        raise NotFound(_("There is no such mandate any more. Nothing was changed."))
    return fresh
