"""Beginning a sheet and saving it, alone or at the same time as somebody else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from seguia.actions import content as sheets
from seguia.actions.content import Content
from seguia.actions.models import Action, ActionVersion, Stage, Status
from seguia.actions.services.journey import record_step, record_update
from seguia.actions.services.locking import locked_for
from seguia.actions.services.translations import note_old_translations, note_saved_translations
from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid
from seguia.core.permissions import require
from seguia.core.translated import TranslatedText
from seguia.files.services import remove_files
from seguia.membership.models import Organisation
from seguia.search.changes import mark_changed


@dataclass(frozen=True)
class Saved:
    """What a save did."""

    action: Action
    version: int
    merged: bool
    """Somebody else's changes were kept beside mine."""
    changed: bool


def create_action(*, user: Any, organisation: Organisation, original_language: str, title: str) -> Action:
    """Begin a draft. Raises Refused, ValidationError."""
    require("actions.create_action", user, organisation)
    action = Action(
        organisation=organisation,
        original_language=original_language,
        title=TranslatedText({original_language: title}),
        stage=Stage.ENGAGED,
        is_demonstration=organisation.is_demonstration,
        version=1,
    )
    action.full_clean(exclude=["organisation"])
    sheets.validate({"original_language": original_language, "stage": action.stage, "licence": action.licence,
                     "title": dict(action.title)})  # fmt: skip
    with transaction.atomic():
        action.save()
        write_version(action, user)
        record_step(action, "created", actor=user)
        record_event("actions.action.created", action, actor=user)
        mark_changed("action", action.pk)
    return action


def save_action(
    action: Action,
    *,
    user: Any,
    base_version: int,
    content: Content,
    confirmed: Mapping[str, Iterable[str]] | None = None,
) -> Saved:
    """Save a whole sheet that was written from `base_version`, merged with what others saved since.

    `confirmed` (language → paths such as `title`, `steps.<key>.text`): translations the person declares to be up to
    date. Raises Refused, `InvalidContent`, and Conflict (`code="same_field"`) whose details carry `disagreements`,
    `content` (mine), `theirs` and `version` where both changed the same value: nothing is saved then.
    """
    mine = sheets.validate(content)
    with transaction.atomic():
        fresh = locked_for(action, user, "edit")
        present = ensure_version(fresh)
        base = content_of_version(fresh, base_version, present)
        merged = sheets.merge(base, mine, present)
        if merged.disagreements:
            raise same_field(merged, mine, present, fresh.version)
        result = sheets.validate(merged.content) if present != base else mine
        if result == present and not confirmed:
            return Saved(fresh, fresh.version, merged=False, changed=False)
        _require_complete(fresh, result)
        _write(fresh, user, before=present, after=result, base=base, mine=mine, confirmed=confirmed or {})
        mark_changed("action", fresh.pk)
    return Saved(fresh, fresh.version, merged=present != base, changed=True)


def _write(
    action: Action,
    user: Any,
    *,
    before: Content,
    after: Content,
    base: Content,
    mine: Content,
    confirmed: Mapping[str, Iterable[str]],
) -> None:
    languages_before = set(action.languages())
    files_before = {row.key: row.file for row in action.media.select_related("file")}
    note_old_translations(action, before)
    action.version += 1
    sheets.apply(action, after)
    note_saved_translations(action, base=base, mine=mine, confirmed=confirmed)
    action.save(update_fields=["translation_notes"])
    kept = {row["key"] for row in after["media"]}
    remove_files([file for key, file in files_before.items() if key not in kept])
    write_version(action, user)
    tell_journey(action, user, set(action.languages()) - languages_before)
    record_event("actions.action.saved", action, actor=user, version=action.version)


def tell_journey(action: Action, user: Any, new_languages: set[str]) -> None:
    """The journey of a published sheet; drafts change without a trace in it."""
    if action.status != Status.PUBLISHED:
        return
    for language in sorted(new_languages):
        record_step(action, "translated", actor=user, facts={"language": language})
    if not new_languages:
        record_update(action, user)


def write_version(action: Action, author: Any) -> ActionVersion:
    """Keep the sheet as it is now under its number."""
    return ActionVersion.objects.create(
        action=action, number=action.version, content=sheets.snapshot(action), author=author
    )


def ensure_version(action: Action) -> Content:
    """The present content; a sheet that came in without versions (import, demonstration) gets its first one."""
    present = sheets.snapshot(action)
    ActionVersion.objects.get_or_create(action=action, number=action.version, defaults={"content": present})
    return present


def content_of_version(action: Action, number: int, present: Content | None = None) -> Content:
    """The content somebody started from. Raises Invalid for a version that never was."""
    if number == action.version:
        return present if present is not None else sheets.snapshot(action)
    found = ActionVersion.objects.filter(action=action, number=number).values_list("content", flat=True).first()
    if found is None:
        raise Invalid(_("This form belongs to no version of the sheet. Nothing was saved; copy your text and reload."))
    return dict(found)


def same_field(merged: sheets.Merged, mine: Content, theirs: Content, version: int) -> Conflict:
    """What somebody is told whose passage was changed by somebody else; carries both texts."""
    return Conflict(
        _("Somebody else changed the same passage while you were writing. Nothing of yours is saved yet; both texts "
          "are shown below: choose, and save again."),
        code="same_field",
        disagreements=merged.disagreements,
        content=mine,
        theirs=theirs,
        version=version,
    )  # fmt: skip


class Incomplete(ValidationError):
    """A sheet that others read, or are to read, lacks something; `missing` lists the names of the fields."""

    def __init__(self, missing: list[Any]) -> None:
        self.missing = missing
        listed = ", ".join(str(name) for name in missing)
        super().__init__(_("Still missing in the original language: %(list)s.") % {"list": listed}, code="incomplete")


def _require_complete(action: Action, content: Content) -> None:
    if action.status != Status.DRAFT:
        require_complete(content)


def require_complete(content: Content) -> None:
    """Raises Incomplete, which lists everything that is missing."""
    if missing := sheets.missing_for_submission(content):
        raise Incomplete(missing)
