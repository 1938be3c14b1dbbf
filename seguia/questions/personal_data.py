"""What conversations hold of a person, and what stays when the person is erased: texts in the name of a town."""

from typing import Any

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.questions.models import Post, PostTranslation


def register() -> None:
    """Everything under one name."""
    register_personal_data("questions", export=export, erase=erase)


def export(user: User) -> dict[str, Any]:
    """What the person wrote and translated."""
    written = Post.objects.filter(author=user).select_related("action").prefetch_related("earlier")
    translated = PostTranslation.objects.filter(translator=user).select_related("post").order_by("pk")
    asked = PostTranslation.objects.filter(asked_by=user).select_related("post").order_by("pk")
    return {
        "written": [_written(post) for post in written],
        "translated": [{"of": one.post.public_id, "language": one.language, "text": one.text} for one in translated],
        "translations_asked_for": [
            {"of": one.post.public_id, "language": one.language, "at": one.asked_at.isoformat()} for one in asked
        ],
    }


def _written(post: Post) -> dict[str, Any]:
    return {
        "kind": post.kind,
        "about": post.action.public_id,
        "at": post.said_at.isoformat(),
        "language": post.language,
        "text": post.text,
        "function": post.function,
        "earlier": [one.text for one in post.earlier.all()],
        "withdrawn": post.withdrawn_at is not None,
    }


def erase(user: User) -> None:
    """Texts stay in the name of the town, without the person and the function."""
    Post.objects.filter(author=user).update(author=None, function="")
    PostTranslation.objects.filter(translator=user).update(translator=None)
    PostTranslation.objects.filter(asked_by=user).update(asked_by=None)
