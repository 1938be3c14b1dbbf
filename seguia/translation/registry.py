"""What can be translated at the desk: the floors above register their kinds of thing; the desk knows none of them.

A kind is a handful of functions. For a model that is `core.translation_state.Translatable`, most of them are one line:

    from seguia.translation import registry

    def _listed(ids):                       # published pages among `ids`, or all of them; a fixed number of queries
        pages = Page.objects.published() if ids is None else Page.objects.published().filter(pk__in=ids)
        for page in pages.iterator(chunk_size=200):
            yield registry.listed_from(page, public_id=page.slug, changed_at=page.changed_at)

    def _load(user, public_id, language):   # raises NotFound for what does not exist or is not published
        page = published_page_for(user, public_id)
        return registry.item_from(page, "page", public_id, language, labels=lambda key: Page._meta.get_field(key))

    def _save(*, user, item, language, texts, seen, base, how):
        with transaction.atomic():
            page = Page.objects.select_for_update().get(pk=item.object_id)
            require("pages.translate_page", user, page)
            changed = registry.checked_texts(page, language, texts, base)   # raises Conflict; empty when nothing is new
            for key in changed:                                             # keys are field names here
                setattr(page, key, TranslatedText({**getattr(page, key), language: texts[key]}))
            registry.note_saved(page, language, texts, seen, how)
            page.full_clean()
            page.save()
            record_event("pages.page.translated", page, actor=user, language=language, how=how)
            mark_changed("page", page.pk)

    registry.register_kind(registry.TranslatableKind("page", _("page"), listed=_listed, load=_load, save=_save,
                                                     may_translate=lambda user, item: user.is_staff))

`code` is also the kind under which the item is told to the index (`search.changes.mark_changed`): the desk follows
the same table of changes, so it notices whatever is saved, published or withdrawn.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext as _

from seguia.core.errors import Conflict, Message, NotFound
from seguia.core.languages import language_codes
from seguia.core.numbers import number_mismatch
from seguia.core.text import clean_text
from seguia.core.translated import TranslatedText
from seguia.core.translation_state import LanguageReport, LanguageState, Translatable, fingerprint

PERSON, MACHINE, REVIEWED = "person", "machine", "reviewed"
"""How a text came about: written by a person, made by a machine, made by a machine and read by a person."""


@dataclass(frozen=True)
class Listed:
    """A published thing as the desk lists it: everything that filters and priority need."""

    object_id: int
    public_id: str
    title: TranslatedText
    original_language: str
    changed_at: datetime.datetime
    """When the thing was last changed; the date of publication where that is not known."""
    reports: Sequence[LanguageReport]
    """One for every language but the original."""
    length: int = 0
    """Characters of the original."""
    owner: TranslatedText = field(default_factory=TranslatedText)
    """Whose it is, for the list; empty for the network's own."""
    owner_key: str = ""
    """Identifies the owner for `TranslatableKind.owner_keys`; empty for the network's own."""
    country: str = ""
    is_featured: bool = False


@dataclass(frozen=True)
class TranslatableField:
    """One text of an item, in the original and in the wanted language."""

    key: str
    label: Message
    original: str
    translation: str
    """What is published now; empty when there is none."""
    state: LanguageState
    """`MISSING`, `OUTDATED` or `CURRENT`."""
    is_machine: bool = False
    earlier: str | None = None
    """The original as it was when this was translated; None when it is the same or not known."""
    multiline: bool = True
    max_length: int = 20000

    @property
    def mismatch(self) -> tuple[list[str], list[str]]:
        """Figures only in the original, and only in the published translation."""
        return number_mismatch(self.original, self.translation) if self.translation else ([], [])


@dataclass(frozen=True)
class Item:
    """One thing on the way into one language."""

    kind: str
    object_id: int
    public_id: str
    title: TranslatedText
    original_language: str
    language: str
    url: str
    """Its public page, in the language of the page being made."""
    fields: Sequence[TranslatableField]
    """Those that the original has, in reading order."""
    target: Any = None
    """The object itself, for the kind's own use."""
    earlier: Callable[[str, str], str | None] = lambda key, mark: None
    """(key, fingerprint) → that older original, for kinds that keep versions."""

    def field(self, key: str) -> TranslatableField | None:
        """One of its texts."""
        return next((found for found in self.fields if found.key == key), None)


class Save(Protocol):
    """Put texts of one language into the published item; a service of the kind: one transaction, permission first.

    By key, `seen`: the fingerprints (`core.translation_state.fingerprint`) of the originals from which they were made,
    `base`: the published translations that they replace. A text that is already published may come again to say that it
    is right for a newer original: nothing but the note changes then.
    `how` is PERSON, MACHINE or REVIEWED. Raises Refused, NotFound, ValidationError, and Conflict (`code="same_field"`,
    details `theirs`: key → text) when somebody else changed one of these texts meanwhile: then nothing is saved.
    """

    def __call__(
        self,
        *,
        user: Any,
        item: Item,
        language: str,
        texts: Mapping[str, str],
        seen: Mapping[str, str],
        base: Mapping[str, str],
        how: str,
    ) -> object: ...


def _nobody(user: Any) -> set[str]:
    return set()


@dataclass(frozen=True)
class TranslatableKind:
    """A kind of thing that can be translated at the desk."""

    code: str
    label: Message
    """In the singular: "action", "page"."""
    listed: Callable[[Sequence[int] | None], Iterable[Listed]]
    """The published ones among these ids, or all (None), in a fixed number of queries a batch."""
    load: Callable[[Any, str, str], Item]
    """(person, public id, language) → the item. Raises NotFound."""
    save: Save
    may_translate: Callable[[Any, Item], bool]
    """Whether this person may because it is their own; translators and the secretariat may anyway."""
    owner_keys: Callable[[Any], set[str]] = _nobody
    """The `owner_key`s of what is a person's own: one query."""


_KINDS: dict[str, TranslatableKind] = {}


def register_kind(kind: TranslatableKind) -> None:
    """Show one more kind at the desk."""
    _KINDS[kind.code] = kind


def translatable_kinds() -> list[TranslatableKind]:
    """All kinds, in the order in which they were registered."""
    return list(_KINDS.values())


def kind_of(code: str) -> TranslatableKind:
    """A kind by its code. Raises NotFound."""
    if code not in _KINDS:
        raise NotFound(_("Nothing of this kind is translated here."))
    return _KINDS[code]


# What follows makes the adapters of `Translatable` models short.


def listed_from(
    thing: Translatable,
    *,
    public_id: str,
    changed_at: datetime.datetime,
    owner: TranslatedText | None = None,
    owner_key: str = "",
    country: str = "",
    is_featured: bool = False,
) -> Listed:
    """A `Translatable` as the desk lists it; reads nothing but its texts."""
    texts, original = thing.translatable_texts(), thing.original_language
    return Listed(
        object_id=thing.pk,
        public_id=public_id,
        title=TranslatedText(texts["title"]),
        original_language=original,
        changed_at=changed_at,
        reports=[thing.language_report(code) for code in language_codes() if code != original],
        length=sum(len(text.get(original, "")) for text in texts.values()),
        owner=owner or TranslatedText(),
        owner_key=owner_key,
        country=country,
        is_featured=is_featured,
    )


def item_from(
    thing: Translatable,
    kind: str,
    public_id: str,
    language: str,
    *,
    labels: Callable[[str], "models.Field[Any, Any]"],
    names: Callable[[str], Message] | None = None,
    earlier: Callable[[str, str], str | None] = lambda key, mark: None,
    url: str = "",
) -> Item:
    """A `Translatable` as the editor wants it.

    `labels`: key → the `TranslatedField` that holds it (its name, length, lines); `names`: key → another name to show;
    `earlier`: (key, fingerprint of the original that was translated) → that text, for kinds that keep versions.
    """
    fields = [
        _field(thing, key, texts, language, labels(key), names, earlier)
        for key, texts in thing.translatable_texts().items()
        if texts.get(thing.original_language)
    ]
    return Item(
        kind=kind,
        object_id=thing.pk,
        public_id=public_id,
        title=TranslatedText(thing.translatable_texts()["title"]),
        original_language=thing.original_language,
        language=language,
        url=url or str(getattr(thing, "get_absolute_url", str)()),
        fields=fields,
        target=thing,
        earlier=earlier,
    )


def _field(
    thing: Translatable,
    key: str,
    texts: TranslatedText,
    language: str,
    column: Any,
    names: Callable[[str], Message] | None,
    earlier: Callable[[str, str], str | None],
) -> TranslatableField:
    original, translation = texts[thing.original_language], texts.get(language, "")
    note: dict[str, Any] = thing.translation_notes.get(language, {}).get(key, {})
    is_old = bool(translation and note and note["from"] != fingerprint(original))
    state = LanguageState.OUTDATED if is_old else LanguageState.CURRENT if translation else LanguageState.MISSING
    return TranslatableField(
        key=key,
        label=names(key) if names else column.verbose_name,
        original=original,
        translation=translation,
        state=state,
        is_machine=bool(translation) and note.get("origin") == MACHINE,
        earlier=earlier(key, note["from"]) if is_old else None,
        multiline=column.multiline,
        max_length=column.text_max_length,
    )


def checked_texts(
    thing: Translatable, language: str, texts: Mapping[str, str], base: Mapping[str, str]
) -> dict[str, str]:
    """The texts that change something, cleaned. Call it with the thing locked.

    Raises Conflict (`code="same_field"`, details `theirs`) where the published text is neither what the translator
    started from nor what is to be saved; texts that the thing no longer has are a Conflict, too (`theirs`: empty).
    """
    present, changed, theirs = thing.translatable_texts(), {}, {}
    for key, text in texts.items():
        mine = clean_text(text)
        now = present.get(key, TranslatedText()).get(language, "")
        if not present.get(key, TranslatedText()).get(thing.original_language) or now not in (base.get(key, ""), mine):
            theirs[key] = now
        elif now != mine:
            changed[key] = mine
    if theirs:
        raise Conflict(
            _("Somebody else changed the same text meanwhile. It is not replaced yet; compare the two and decide."),
            code="same_field",
            theirs=theirs,
        )
    return changed


def note_saved(
    thing: Translatable, language: str, texts: Mapping[str, str], seen: Mapping[str, str], how: str = PERSON
) -> None:
    """Remember of which original each text is the translation, and who made it (not saved). Call it after the texts
    are set: what was made from an older original (`seen`: fingerprints by key) is out of date from birth."""
    keys = [key for key in texts if texts[key]]
    thing.note_translations(language, keys, origin=MACHINE if how == MACHINE else PERSON)
    for key in keys:
        if key in seen:
            thing.translation_notes[language][key]["from"] = seen[key]
