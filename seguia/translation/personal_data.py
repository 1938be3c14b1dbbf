"""What the desk keeps about a person, and what stays when the person is erased: texts without their author."""

from typing import Any

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.translation.models import (
    DeskLanguages,
    DraftText,
    MachineOrder,
    TranslationDraft,
    TranslationRequest,
    Translator,
)


def register() -> None:
    """Everything under one name."""
    register_personal_data("translations", export=export, erase=erase)


def export(user: User) -> dict[str, Any]:
    """The role, the chosen languages, unpublished texts and wishes."""
    texts = DraftText.objects.filter(author=user).select_related("draft")
    wishes = TranslationRequest.objects.filter(user=user).order_by("pk")
    return {
        "translator_into": next(iter(Translator.objects.filter(user=user).values_list("languages", flat=True)), []),
        "desk_languages": next(iter(DeskLanguages.objects.filter(user=user).values_list("languages", flat=True)), []),
        "unpublished_texts": [
            {
                "of": f"{row.draft.kind}:{row.draft.item}",
                "language": row.draft.language,
                "key": row.key,
                "text": row.text,
            }
            for row in texts
        ],
        "wishes": [
            {"of": f"{wish.kind}:{wish.item}", "language": wish.language, "at": wish.created_at.isoformat()}
            for wish in wishes
        ],
    }


def erase(user: User) -> None:
    """Role, choice and wishes go; unpublished texts stay with the thing they belong to, without their author."""
    Translator.objects.filter(user=user).delete()
    DeskLanguages.objects.filter(user=user).delete()
    TranslationRequest.objects.filter(user=user).delete()
    DraftText.objects.filter(author=user).update(author=None)
    TranslationDraft.objects.filter(worker=user).update(worker=None)
    TranslationDraft.objects.filter(submitted_by=user).update(submitted_by=None)
    MachineOrder.objects.filter(ordered_by=user).update(ordered_by=None)
    Translator.objects.filter(granted_by=user).update(granted_by=None)
