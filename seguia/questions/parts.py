"""What other pages show of conversations: the page of an action, and "My town"."""

from typing import Any

from django.db.models import QuerySet

from seguia.actions.models import Action, Status
from seguia.actions.page_parts import Place, register_page_part
from seguia.membership.dashboard import register_part
from seguia.membership.models import Organisation
from seguia.questions.models import Post
from seguia.questions.queries import questions_from, questions_on, questions_to, shown_best
from seguia.questions.showing import shown
from seguia.questions.standing import standing_of

SHOWN = 5


def questions_part(action: Action, user: Any) -> tuple[str, dict[str, Any]] | None:
    """The first questions on a published action, each with the answer that helps most."""
    if action.status != Status.PUBLISHED:
        return None
    standing = standing_of(user)
    found = list(questions_on(action, user)[:SHOWN])
    count = len(found) if len(found) < SHOWN else questions_on(action, user).count()
    threads = [
        {
            "question": shown(question, standing),
            "best": shown(best, standing) if (best := shown_best(question)) else None,
            "others": max(0, len(getattr(question, "shown_answers", [])) - 1),
        }
        for question in found
    ]
    return "questions/part.html", {
        "action": action,
        "threads": threads,
        "count": count,
        "has_more": count > len(found),
        "standing": standing,
        "may_ask": standing.may_ask(action),
        "is_own": standing.towns == {action.organisation_id},
    }


def town_part(user: Any, organisation: Organisation) -> tuple[str, dict[str, Any]] | None:
    """ "My town": questions to us, and what we asked. Two queries."""
    to_us, from_us = _first(questions_to(organisation)), _first(questions_from(organisation))
    if not to_us and not from_us:
        return None
    waiting = sum(not question.is_answered for question in to_us)
    return "questions/town_part.html", {"to_us": to_us, "from_us": from_us, "waiting": waiting}


def _first(questions: "QuerySet[Post]") -> list[Any]:
    return list(questions[:SHOWN])


def register() -> None:
    """Called when the app starts."""
    register_page_part(questions_part, place=Place.BELOW, order=40)
    register_part("questions", order=20, part=town_part)
