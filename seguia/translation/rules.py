"""Who may translate, review and hand out the role of translator."""

from dataclasses import dataclass
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.permissions import grant
from seguia.translation.models import DraftText, TranslationDraft, Translator
from seguia.translation.registry import Item, kind_of, translatable_kinds


def translator_languages(user: Any) -> list[str]:
    """Languages for which the secretariat made this person a translator; one query."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return []
    found = Translator.objects.filter(user_id=user.pk).values_list("languages", flat=True).first()
    return list(found or [])


def is_translator(user: Any) -> bool:
    """Whether the person translates into at least one language."""
    return bool(translator_languages(user))


def _may_open_desk(user: Any, target: Any) -> bool:
    if not user.is_authenticated:
        return False
    return user.is_staff or is_translator(user) or any(kind.owner_keys(user) for kind in translatable_kinds())


def _may_translate(user: Any, item: Any) -> bool:
    """An `Item` for the desk. A kind may ask with its own object: the desk has checked the language before."""
    if item is None or not user.is_authenticated:
        return False
    if not isinstance(item, Item):
        return user.is_staff or is_translator(user)
    if user.is_staff or item.language in translator_languages(user):
        return True
    return kind_of(item.kind).may_translate(user, item)


@dataclass(frozen=True)
class Reviewed:
    """A draft and the thing it belongs to."""

    draft: TranslationDraft
    item: Item


def _may_review(user: Any, target: Reviewed | None) -> bool:
    """The secretariat, or a second person who may translate this and wrote none of it."""
    if target is None or not _may_translate(user, target.item):
        return False
    if user.is_staff:
        return True
    wrote = DraftText.objects.filter(draft=target.draft, author_id=user.pk).exclude(text="").exists()
    return target.draft.submitted_by_id != user.pk and not wrote


def _is_staff(user: Any, target: Any) -> bool:
    return bool(getattr(user, "is_staff", False))


def register() -> None:
    """Grant the permissions of the desk."""
    for permission, check, why in [
        (
            "translation.open_desk",
            _may_open_desk,
            _("The translation desk is for translators, the secretariat and people who act for an organisation."),
        ),
        (
            "translation.translate",
            _may_translate,
            _("Only translators into this language, the people it belongs to and the secretariat may translate this. "
              "Nothing was saved."),
        ),
        (
            "translation.review",
            _may_review,
            _("A translation is reviewed by the secretariat or by a second translator who wrote none of it. "
              "Nothing was changed."),
        ),
        (
            "translation.manage_translators",
            _is_staff,
            _("Only the network's secretariat says who translates. Nothing was changed."),
        ),
        (
            "translation.decide_waiting",
            _is_staff,
            _("Only the network's secretariat may do this. Nothing was changed."),
        ),
        (
            "translation.request",
            lambda user, target: user.is_authenticated,
            _("Sign in to ask for a translation. Nothing was saved."),
        ),
    ]:  # fmt: skip
        grant(permission, rules.predicate(check, name=permission), why=_always(why))


def _always(message: Message) -> Any:
    return lambda user, target: message
