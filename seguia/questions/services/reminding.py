"""Questions without an answer: the town is reminded once, then the secretariat is told once."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from seguia.notifications.services import notify
from seguia.questions.models import Post
from seguia.questions.notices import RAISED, REMINDED
from seguia.questions.queries import (
    people_of_organisation,
    questions_to_raise,
    questions_to_remind,
    secretariat,
)
from seguia.questions.services.translating import tell_desk_of_hidden

A_RUN = 100
"""Questions looked after in one run; the rest comes with the next."""


def look_after_unanswered() -> int:
    """Remind towns and tell the secretariat; returns how many questions. A periodic job: however many workers there are,
    each is told once."""
    reminded = sum(_remind(question) for question in questions_to_remind()[:A_RUN])
    raised = sum(_raise(question) for question in questions_to_raise()[:A_RUN])
    tell_desk_of_hidden()
    return reminded + raised


def _remind(question: Post) -> int:
    with transaction.atomic():
        if not Post.objects.filter(pk=question.pk, reminded_at=None).update(reminded_at=timezone.now()):
            return 0
        facts = {"post": question.pk, "days": settings.QUESTIONS_REMIND_DAYS}
        people = people_of_organisation(question.action.organisation_id)
        notify(REMINDED, to=people, facts=facts, topic=question.public_id, about=question)
    return 1


def _raise(question: Post) -> int:
    with transaction.atomic():
        if not Post.objects.filter(pk=question.pk, raised_at=None).update(raised_at=timezone.now()):
            return 0
        facts = {"post": question.pk, "days": settings.QUESTIONS_DESK_DAYS}
        notify(RAISED, to=secretariat(), facts=facts, topic=question.public_id, about=question)
    return 1
