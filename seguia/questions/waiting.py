"""Questions without an answer: a pile of the desk."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seguia.core.errors import Message, NotFound
from seguia.core.permissions import require
from seguia.core.waiting import Decision, WaitingItem, WaitingKind, register_waiting
from seguia.questions.models import Post
from seguia.questions.queries import questions_for_desk
from seguia.questions.services.moderating import remind_again, take_offline


def _item(question: Post) -> WaitingItem:
    told = {"town": question.action.organisation.label().text, "action": question.action.label().text}
    return WaitingItem(
        key=question.public_id,
        title=question.title,
        detail=_("to %(town)s, about “%(action)s”") % told,
        since=question.said_at,
        url=question.get_absolute_url(),
    )


def items(offset: int, limit: int) -> Sequence[WaitingItem]:
    """The oldest first, in one query."""
    return [_item(question) for question in questions_for_desk()[offset : offset + limit]]


def item(key: str) -> WaitingItem | None:
    """One question while it waits."""
    found = questions_for_desk().filter(public_id=key[:8]).first()
    return _item(found) if found else None


def decide(*, user: Any, key: str, decision: str, reason: str = "", version: str = "") -> Message:
    """Remind the town, or take the question offline. Raises Refused, NotFound, ValidationError."""
    require("questions.moderate_posts", user)
    question = questions_for_desk().filter(public_id=key[:8]).first()
    if question is None:
        raise NotFound(_("This question no longer waits: it was answered or taken away. Nothing was changed."))
    if decision == "offline":
        take_offline(user=user, post=question, reason=reason)
        return _("Taken offline. Who asked has been told why.")
    told = remind_again(user=user, question=question)
    sentence = ngettext("Reminded: %(n)s person was told.", "Reminded: %(n)s people were told.", told)
    return sentence % {"n": told}


def register() -> None:
    """Called when the app starts."""
    register_waiting(
        WaitingKind(
            code="questions",
            label=gettext_lazy("Questions without an answer"),
            permission="questions.moderate_posts",
            count=lambda: questions_for_desk().count(),
            items=items,
            decisions=(
                Decision("remind", gettext_lazy("Remind the town")),
                Decision("offline", gettext_lazy("Take offline"), needs_reason=True, is_positive=False),
            ),
            decide=decide,
            item=item,
        )
    )
