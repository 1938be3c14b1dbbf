"""Beginning a method and saving it, alone or at the same time as somebody else."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict
from seguia.core.languages import language_codes, own_name
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.core.translated import TranslatedText
from seguia.library.completeness import WHAT_IS_MISSING, missing_fields
from seguia.library.content import (
    LISTS,
    TEXTS,
    VALUES,
    Content,
    Marks,
    Merged,
    apply,
    merge,
    snapshot,
    tie,
    unknown_codes,
)
from seguia.library.models import Method, Status
from seguia.library.services.locking import locked_for
from seguia.membership.models import Organisation
from seguia.search.changes import mark_changed

MOST_EXAMPLES = 30
SEARCHED_AS = "method"
"""The kind under which search and the translation desk know methods."""


@dataclass(frozen=True)
class Saved:
    """What a save did."""

    method: Method
    changed: bool
    merged: bool
    """Somebody else's changes were kept beside mine."""


def create_method(
    *,
    user: Any,
    organisation: Organisation | None,
    kind: str,
    language: str,
    title: str,
    summary: str = "",
    body: str = "",
) -> Method:
    """Begin a draft for an organisation, or for the network (`organisation=None`, secretariat only).

    Raises Refused, ValidationError by field.
    """
    with transaction.atomic():
        require("library.create_method", user, organisation)
        method = Method(
            organisation=organisation,
            kind=kind,
            original_language=language,
            title=TranslatedText({language: title}),
            summary=TranslatedText({language: summary}),
            body=TranslatedText({language: body}),
            author=user,
        )
        method.full_clean()
        _require_title(snapshot_of_new(method))
        method.save()
        record_event("library.method.created", method, actor=user)
        mark_changed(SEARCHED_AS, method.pk)
    return method


def snapshot_of_new(method: Method) -> Content:
    """Of a method without a row: nothing can be tied to it yet."""
    return {**{name: dict(getattr(method, name)) for name in TEXTS}, "original_language": method.original_language}


def save_method(method: Method, *, user: Any, content: Content, seen: Marks) -> Saved:
    """Save a whole method; `seen` is `content.marks` of what the person started from.

    Raises Refused, NotFound, ValidationError by field, and Conflict (`code="same_field"`), whose details carry
    `disagreements`, `content` (mine, with theirs where only they changed something) and `present`: nothing is saved then.
    """
    with transaction.atomic():
        fresh = locked_for(method, user, "edit")
        present = snapshot(fresh)
        mine = _cleaned(fresh, {**content, **_with_unseen_languages(content, present)})
        merged = merge(seen, mine, present)
        if merged.disagreements:
            raise _same_field(merged, present)
        if merged.content == present:
            return Saved(fresh, changed=False, merged=False)
        _check(fresh, merged.content)
        _write(fresh, user, present, merged.content)
    return Saved(fresh, changed=True, merged=merged.content != mine)


def _with_unseen_languages(content: Content, present: Content) -> Content:
    """A text in a language the network gave up stands in no form, and stays."""
    known = set(language_codes())
    return {
        name: {**{code: text for code, text in present[name].items() if code not in known}, **content[name]}
        for name in TEXTS
    }


def _cleaned(method: Method, content: Content) -> Content:
    """The values as the columns keep them. Raises ValidationError by field."""
    known = {name: {c: t for c, t in content[name].items() if c in language_codes()} for name in TEXTS}
    trial = Method(pk=method.pk)
    faults: dict[str, Any] = {}
    try:
        apply(trial, {**content, **known, **_plain_texts(content)})
        trial.clean_fields(exclude=_beside(content))
    except ValidationError as error:
        faults = error.error_dict
    faults |= _unknown(method, content)
    if faults:
        raise ValidationError(faults)
    texts = {name: {**content[name], **getattr(trial, name)} for name in TEXTS}
    values = {name: getattr(trial, name) for name in VALUES}
    return {**texts, **values, **{name: sorted(set(content[name])) for name in LISTS}}


def _plain_texts(content: Content) -> Content:
    """Texts of one line in no language of ours: the names of a source and its publisher, an address."""
    cleaned, faults = {}, {}
    for name in ("link", "source", "publisher"):
        try:
            cleaned[name] = clean_text(content[name], multiline=False)
        except ValidationError as error:
            faults[name] = error
    if faults:
        raise ValidationError(faults)
    return cleaned


def _beside(content: Content) -> set[str]:
    """Columns that no form carries."""
    return {column.name for column in Method._meta.fields} - set(content)


def _unknown(method: Method, content: Content) -> dict[str, list[ValidationError]]:
    told = _("“%(code)s” leads to nothing that can be chosen here.")
    faults = {
        name: [ValidationError(told % {"code": code[:60]}, code="unknown") for code in codes[:5]]
        for name, codes in unknown_codes(method, content).items()
    }
    if len(content["examples"]) > MOST_EXAMPLES:
        limit = _("At most %(limit)s actions can be cited.") % {"limit": MOST_EXAMPLES}
        faults.setdefault("examples", []).append(ValidationError(limit, code="too_many"))
    return faults


def _check(method: Method, content: Content) -> None:
    """What only the whole shows. Raises ValidationError."""
    _require_title(content)
    if method.status in (Status.SUBMITTED, Status.PUBLISHED):
        require_complete(content)


def _require_title(content: Content) -> None:
    original = content["original_language"]
    if original not in language_codes():
        raise ValidationError({"original_language": _("Unknown language “%(code)s”.") % {"code": original[:12]}})
    if not content["title"].get(original):
        told = _("A title is needed in the original language: %(language)s.")
        raise ValidationError({"title": told % {"language": own_name(original)}})


def require_complete(content: Content) -> None:
    """Raises ValidationError by field for what others need to make use of it."""
    missing = missing_fields(content)
    if missing:
        told = _("Still missing: %(what)s.")
        raise ValidationError({name: told % {"what": WHAT_IS_MISSING[name]} for name in missing})


def _write(method: Method, user: Any, before: Content, after: Content) -> None:
    """Everything a save changes, in the caller's transaction."""
    apply(method, after)
    _note_translations(method, before, after)
    method.version += 1
    method.save()
    tie(method, after)
    record_event("library.method.saved", method, actor=user, version=method.version)
    mark_changed(SEARCHED_AS, method.pk)


def _note_translations(method: Method, before: Content, after: Content) -> None:
    """What was written now in another language was made from the original as it is now."""
    for language in language_codes():
        if language == method.original_language:
            continue
        written = [
            name
            for name in TEXTS
            if after[name].get(language) and after[name].get(language) != before[name].get(language)
        ]
        if written:
            method.note_translations(language, written)


def _same_field(merged: Merged, present: Content) -> Conflict:
    return Conflict(
        _("Somebody else changed the same passage while you were writing. Nothing of yours is saved yet; both texts "
          "are below: put together what belongs together, and save again."),
        code="same_field",
        disagreements=merged.disagreements,
        content=merged.content,
        present=present,
    )  # fmt: skip
