"""What the translation desk knows of questions and answers: only those that a reader wants to read in another language."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound
from seguia.core.numbers import number_mismatch
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.core.translated import TranslatedText
from seguia.core.translation_state import LanguageReport, LanguageState
from seguia.membership.queries import organisations_of
from seguia.questions.models import LONGEST, Post, PostTranslation
from seguia.questions.queries import legible_post, locked_post, wished_posts
from seguia.questions.services.translating import DESK_KIND
from seguia.translation.registry import MACHINE, Item, Listed, TranslatableField, TranslatableKind, register_kind


def register() -> None:
    """Show wished-for texts at the desk; whoever wrote one may translate it, too."""
    register_kind(
        TranslatableKind(
            DESK_KIND,
            gettext_lazy("question or answer"),
            listed=listed,
            load=load,
            save=save,
            may_translate=lambda user, item: item.target.author_id == user.pk,
        )
    )


def _state(post: Post, translation: PostTranslation | None) -> LanguageState:
    if translation is None or not translation.text:
        return LanguageState.MISSING
    return LanguageState.CURRENT if translation.made_from == post.mark else LanguageState.OUTDATED


def _report(post: Post, translation: PostTranslation) -> LanguageReport:
    state = _state(post, translation)
    lacking, old = state == LanguageState.MISSING, state == LanguageState.OUTDATED
    differ = number_mismatch(post.text, translation.text) if translation.text else ([], [])
    return LanguageReport(
        translation.language,
        state,
        missing=["text"] if lacking else [],
        outdated=["text"] if old else [],
        number_mismatches={"text": differ} if differ != ([], []) else {},
        origin="machine" if translation.is_machine else "person",
    )


def listed(ids: Sequence[int] | None) -> Iterator[Listed]:
    """Legible texts among these, or all, with the languages that were asked for."""
    for post in wished_posts(ids).iterator(chunk_size=200):
        town = post.action.organisation.territory
        yield Listed(
            object_id=post.pk,
            public_id=post.public_id,
            title=TranslatedText({post.language: post.title.text}),
            original_language=post.language,
            changed_at=post.edited_at or post.said_at,
            reports=[_report(post, one) for one in post.translations.all() if one.language != post.language],
            length=len(post.text),
            owner=post.action.organisation.name,
            owner_key="",
            country=town.country if town else "",
        )


def load(user: Any, public_id: str, language: str) -> Item:
    """A legible text, whoever asks. Raises NotFound."""
    post = legible_post(public_id[:8])
    if post is None or post.language == language:
        raise NotFound(_("There is no question or answer with this address, or it was taken away."))
    found = next((one for one in post.translations.all() if one.language == language), None)
    text = TranslatableField(
        key="text",
        label=_("Text"),
        original=post.text,
        translation=found.text if found else "",
        state=_state(post, found),
        is_machine=bool(found and found.text and found.is_machine),
        max_length=LONGEST,
    )
    return Item(
        kind=DESK_KIND,
        object_id=post.pk,
        public_id=post.public_id,
        title=TranslatedText({post.language: post.title.text}),
        original_language=post.language,
        language=language,
        url=post.get_absolute_url(),
        fields=[text],
        target=post,
    )


def save(
    *,
    user: Any,
    item: Item,
    language: str,
    texts: Mapping[str, str],
    seen: Mapping[str, str],
    base: Mapping[str, str],
    how: str,
) -> Post:
    """See `translation.registry.Save`."""
    with transaction.atomic():
        require("translation.translate", user, item)
        post = locked_post(item.target)
        found = PostTranslation.objects.filter(post=post, language=language).first()
        mine, now = clean_text(texts.get("text", "")), found.text if found else ""
        if now not in (base.get("text", ""), mine):
            raise Conflict(
                _("Somebody else changed the same text meanwhile. It is not replaced yet; compare the two and decide."),
                code="same_field",
                theirs={"text": now},
            )
        if mine:
            found = found or PostTranslation(post=post, language=language)
            found.text, found.state = mine, PostTranslation.State.DONE
            found.made_from, found.made_at = seen.get("text", post.mark), timezone.now()
            found.is_machine = how == MACHINE
            found.translator = None if found.is_machine else user
            found.credit = None if found.is_machine else organisations_of(user).order_by("pk").first()
            found.save()
            record_event("questions.translation.saved", found, actor=user, language=language, how=how)
    return post
