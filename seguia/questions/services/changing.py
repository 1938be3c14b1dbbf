"""What becomes of a text by the people who wrote or asked: mended, withdrawn, "this helped"."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.notifications.services import notify
from seguia.questions.models import QUIET, EarlierText, Post
from seguia.questions.notices import HELPED
from seguia.questions.queries import locked_post
from seguia.questions.services.translating import tell_desk


def edit_post(*, user: Any, post: Post, text: str, start: str) -> Post:
    """Mend one's own words. Within half an hour, while nobody has answered them, this leaves no mark; later the text is
    marked as edited and the secretariat can read what stood there.

    `start`: fingerprint of the text that was mended. Raises Refused, NotFound, ValidationError, and Conflict when it was
    changed in another window meanwhile.
    """
    with transaction.atomic():
        fresh = locked_post(post)
        require("questions.edit_post", user, fresh)
        cleaned = clean_text(text)
        if cleaned == fresh.text:
            return fresh
        if start != fresh.mark:
            raise Conflict(
                _(
                    "This text was changed in another window meanwhile. Yours is not saved: compare the two, then send it."
                ),
                code="changed_since",
            )
        if not _is_quiet(fresh):
            EarlierText.objects.create(post=fresh, text=fresh.text)
            fresh.edited_at = timezone.now()
        fresh.text = cleaned
        fresh.full_clean()
        fresh.save(update_fields=["text", "edited_at"])
        record_event("questions.post.edited", fresh, actor=user, is_marked=fresh.edited_at is not None)
        tell_desk(fresh)
    return fresh


def _is_quiet(post: Post) -> bool:
    """Nobody can have relied on the words yet."""
    if post.edited_at is not None or timezone.now() - post.said_at > QUIET:
        return False
    root = post.question or post
    return not Post.objects.filter(question=root, pk__gt=post.pk).exists()


def withdraw_post(*, user: Any, post: Post) -> Post:
    """Take one's words back: nobody but the secretariat reads them any more. Answers to a question stay.

    Doing it again changes nothing. Raises Refused, NotFound.
    """
    with transaction.atomic():
        fresh = locked_post(post)
        if fresh.withdrawn_at is None:
            require("questions.withdraw_post", user, fresh)
            fresh.withdrawn_at = timezone.now()
            fresh.save(update_fields=["withdrawn_at"])
            record_event("questions.post.withdrawn", fresh, actor=user)
            tell_desk(fresh)
    return fresh


def accept_answer(*, user: Any, answer: Post, helped: bool) -> Post:
    """The asking town says that an answer helped, or takes that back. Raises Refused, NotFound."""
    with transaction.atomic():
        fresh = locked_post(answer)
        require("questions.accept_answer", user, fresh)
        if (fresh.helped_at is not None) != helped:
            fresh.helped_at = timezone.now() if helped else None
            fresh.save(update_fields=["helped_at"])
            record_event(f"questions.answer.{'accepted' if helped else 'not_accepted'}", fresh, actor=user)
            if helped and fresh.author and fresh.author_id != user.pk:
                notify(HELPED, to=[fresh.author], facts={"post": fresh.pk}, topic=fresh.public_id, about=fresh)
    return fresh
