"""What the secretariat can do about a text: ask to mend it, take it offline with a reason, put it back, remind a town."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.notifications.services import notify
from seguia.questions.models import Post
from seguia.questions.notices import DECIDED, REMINDED
from seguia.questions.queries import locked_post, people_of_organisation
from seguia.questions.services.translating import tell_desk

REASON_LIMIT = 2000
REST = datetime.timedelta(days=7)
"""How long a question is away from the desk after the town was reminded by hand."""


def ask_to_mend(*, user: Any, post: Post, reason: str) -> None:
    """Its author reads what was reported, in the words of the secretariat. Raises Refused, ValidationError."""
    cleaned = _checked(reason)
    with transaction.atomic():
        require("questions.moderate_posts", user)
        fresh = locked_post(post)
        record_event("questions.post.mend_asked", fresh, actor=user)
        _tell_author(fresh, user, "mend", cleaned)


def take_offline(*, user: Any, post: Post, reason: str) -> Post:
    """Nobody but the secretariat reads it any more; its author is told why. Raises Refused, ValidationError."""
    cleaned = _checked(reason)
    with transaction.atomic():
        require("questions.moderate_posts", user)
        fresh = locked_post(post)
        if fresh.offline_at is None:
            fresh.offline_at, fresh.offline_reason = timezone.now(), cleaned
            fresh.save(update_fields=["offline_at", "offline_reason"])
            record_event("questions.post.offline", fresh, actor=user)
            _tell_author(fresh, user, "offline", cleaned)
            tell_desk(fresh)
    return fresh


def restore_post(*, user: Any, post: Post) -> Post:
    """It was taken offline by mistake, or was mended. Raises Refused."""
    with transaction.atomic():
        require("questions.moderate_posts", user)
        fresh = locked_post(post)
        if fresh.offline_at is not None:
            fresh.offline_at, fresh.offline_reason = None, ""
            fresh.save(update_fields=["offline_at", "offline_reason"])
            record_event("questions.post.restored", fresh, actor=user)
            _tell_author(fresh, user, "restored", "")
            tell_desk(fresh)
    return fresh


def remind_again(*, user: Any, question: Post) -> int:
    """The people of the town are reminded once more, and the question leaves the desk for a week. Returns how many people
    were told. Raises Refused."""
    with transaction.atomic():
        require("questions.moderate_posts", user)
        fresh = locked_post(question)
        fresh.reminded_at, fresh.rest_until = timezone.now(), timezone.now() + REST
        fresh.save(update_fields=["reminded_at", "rest_until"])
        record_event("questions.question.reminded", fresh, actor=user)
        people = people_of_organisation(fresh.action.organisation_id)
        notify(REMINDED, to=people, facts={"post": fresh.pk}, topic=fresh.public_id, about=fresh)
    return len(people)


def _checked(reason: str) -> str:
    cleaned = clean_text(reason)
    if not cleaned:
        raise ValidationError(_("Write the reason: the authors will read it."), code="required")
    if len(cleaned) > REASON_LIMIT:
        raise ValidationError(
            _("The reason has %(length)s characters; at most %(limit)s are possible.")
            % {"length": len(cleaned), "limit": REASON_LIMIT},
            code="max_length",
        )
    return cleaned


def _tell_author(post: Post, user: Any, outcome: str, reason: str) -> None:
    if post.author is not None and post.author_id != user.pk:
        facts = {"post": post.pk, "outcome": outcome, "reason": reason}
        notify(DECIDED, to=[post.author], facts=facts, topic=post.public_id, about=post)
