"""Asking and answering."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.accounts.models import User
from seguia.actions.models import Action, JourneyStep
from seguia.actions.services.journey import record_step
from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid, NotFound
from seguia.core.languages import language_codes
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.membership.models import Organisation
from seguia.membership.queries import organisation_ids_of, organisations_of
from seguia.notifications.services import notify
from seguia.questions.limits import require_room_to_write
from seguia.questions.models import Kind, Post, Side, is_secretariat
from seguia.questions.notices import ADDED, ANSWERED, ASKED
from seguia.questions.queries import (
    SECRETARIAT,
    answers_since,
    locked_post,
    own_published_actions,
    people_of_organisation,
)


def ask_question(*, user: Any, action: Action, speaker: str, text: str, language: str, function: str = "") -> Post:
    """Ask the town that did it; its people are told. `speaker`: public id of the town that asks.

    Raises Refused, NotFound, Invalid, TooMany, ValidationError.
    """
    with transaction.atomic():
        require("questions.ask_question", user, action)
        require_room_to_write(user)
        organisation = _town(user, speaker)
        if organisation.pk == action.organisation_id:
            raise Invalid(_("A town does not ask itself: choose another of your towns. Nothing was saved."))
        post = Post(
            kind=Kind.QUESTION, action=action, side=Side.ASKER, organisation=organisation, author=user,
            text=clean_text(text), language=_known(language), function=clean_text(function, multiline=False),
        )  # fmt: skip
        post.full_clean()
        post.save()
        record_event("questions.question.asked", post, actor=user, action=action.public_id, language=post.language)
        _tell_journey(post, "questioned")
        _tell(ASKED, post, people_of_organisation(action.organisation_id))
    return post


def answer_question(
    *, user: Any, question: Post, speaker: str, text: str, language: str, function: str = "", example: str = "",
    seen: int | None = None,
) -> Post:  # fmt: skip
    """Answer for one's town, or for the secretariat (`speaker`); who asked is told.

    `seen`: number of the last answer that was there when the form was opened. Raises Conflict (`answered_meanwhile`,
    `newer`: the answers) when others answered since, Refused, NotFound, Invalid, TooMany, ValidationError.
    """
    with transaction.atomic():
        require("questions.answer_question", user, question)
        require_room_to_write(user)
        fresh = locked_post(question)
        require("questions.answer_question", user, fresh)
        organisation = None if speaker == SECRETARIAT and is_secretariat(user) else _town(user, speaker)
        if seen is not None and (newer := answers_since(fresh, seen, user)):
            raise Conflict(
                _("Somebody answered while you were writing. Your answer is not sent yet: read theirs below, then send "
                  "yours anyway or leave it."),
                code="answered_meanwhile", newer=newer,
            )  # fmt: skip
        post = Post(
            kind=Kind.ANSWER, question=fresh, action=fresh.action, side=side_of(fresh, organisation), author=user,
            organisation=organisation, text=clean_text(text), language=_known(language),
            function=clean_text(function, multiline=False),
        )  # fmt: skip
        post.example = _example(post, example)
        post.full_clean()
        post.save()
        record_event("questions.answer.given", post, actor=user, question=fresh.public_id, side=post.side)
        if post.side != Side.ASKER:
            _tell_journey(post, "answered")
        tell_about_answer(post)
    return post


def side_of(question: Post, organisation: Organisation | None) -> Side:
    """On behalf of whom somebody speaks in this conversation."""
    if organisation is None:
        return Side.SECRETARIAT
    if organisation.pk == question.action.organisation_id:
        return Side.SOURCE
    return Side.ASKER if organisation.pk == question.organisation_id else Side.PEER


def _town(user: Any, public_id: str) -> Organisation:
    found = organisations_of(user).filter(public_id=public_id[:8]).first()
    if found is None:
        raise Invalid(_("You do not act for this town. Nothing was saved; choose on behalf of whom you write."))
    return found


def _known(language: str) -> str:
    if language not in language_codes():
        raise Invalid(_("This is not a language of the network."))
    return language


def _example(post: Post, public_id: str) -> Action | None:
    """The own published action of a town that did something similar. Raises NotFound."""
    if not public_id or post.side != Side.PEER or post.organisation is None:
        return None
    found = own_published_actions([post.organisation]).filter(public_id=public_id[:8]).first()
    if found is None:
        raise NotFound(_("There is no action with this address, or it is not published."))
    return found


def _tell_journey(post: Post, kind: str) -> None:
    """At most once a day: a lively conversation does not hide what else happened to the action."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if not JourneyStep.objects.filter(action=post.action, kind=kind, at__gte=today).exists():
        facts = {"post": post.public_id}
        record_step(post.action, kind, actor=post.author, organisation=post.organisation, facts=facts)


def tell_about_answer(answer: Post) -> None:
    """Who asked, and the town that did it when others speak on its action; nobody of what they did themselves."""
    question = answer.question
    assert question is not None
    asking = _asking(question) if answer.side != Side.ASKER else []
    _tell(ANSWERED, answer, asking)
    if answer.side != Side.SOURCE:
        known = {person.pk for person in asking}
        town = people_of_organisation(answer.action.organisation_id)
        _tell(ADDED, answer, [person for person in town if person.pk not in known])


def _asking(question: Post) -> list[User]:
    """Who asked, while they act for the town; its people once they do not."""
    person, town = question.author, question.organisation_id
    if person is not None and person.is_active and town in organisation_ids_of(person):
        return [person]
    return people_of_organisation(town) if town else []


def _tell(kind: str, post: Post, people: Iterable[User]) -> None:
    others = [person for person in people if person.pk != post.author_id]
    notify(kind, to=others, facts={"post": post.pk}, topic=post.public_id, about=post)
