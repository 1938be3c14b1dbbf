"""Reads: a question is only obtained through a loader that checks who may see it."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.accounts.models import User
from seguia.actions.models import Action, Status
from seguia.core.errors import NotFound
from seguia.membership.models import Organisation, Representation
from seguia.questions.models import ANSWERING, Post, PostQuerySet, PostTranslation, Side
from seguia.translation.models import Standing

SECRETARIAT = "secretariat"
"""What the form says for the secretariat, where towns have their identifier."""


def questions_on(action: Action, user: Any, *, newest: bool = False) -> "QuerySet[Post]":
    """Questions with their answers; those with an answer that helped first, unless `newest`. A fixed number of queries."""
    found = Post.objects.visible_to(user).questions().filter(action=action).with_answers(user)
    if newest:
        return found.order_by("-said_at", "-pk")
    helped = Post.objects.legible().filter(question=OuterRef("pk"), helped_at__isnull=False)
    return found.annotate(has_helped=Exists(helped)).order_by("-has_helped", "-said_at", "-pk")


def question_for(user: Any, public_id: str) -> Post:
    """One question with its answers. Raises NotFound."""
    found = Post.objects.visible_to(user).questions().with_answers(user).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no question with this address, or its action is no longer published."))
    return found


def post_for(user: Any, public_id: str) -> Post:
    """One question or answer. Raises NotFound."""
    found = Post.objects.visible_to(user).with_names().filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no question or answer with this address, or it was taken away."))
    return found


def any_post(public_id: str) -> Post:
    """Also what was taken away: whoever shows or changes it asks for the permission first. Raises NotFound."""
    found = Post.objects.on_published().with_names().filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no question or answer with this address, or its action is no longer published."))
    return found


def legible_post(public_id: str) -> Post | None:
    """A text that everybody can read."""
    return Post.objects.on_published().legible().with_names().filter(public_id=public_id).first()


def locked_post(post: Post) -> Post:
    """The text as it is now, locked until the transaction ends, whoever asks. Without its key: others may refer to it
    meanwhile. Raises NotFound when it is gone."""
    found = Post.objects.select_for_update(of=("self",), no_key=True).select_related("action", "question", "author")
    fresh = found.filter(pk=post.pk).first()
    if fresh is None:
        raise NotFound(_("There is no question or answer with this address, or it was taken away."))
    return fresh


def _named(ids: Iterable[Any]) -> PostQuerySet:
    numbers = [int(pk) for pk in ids if str(pk).isdecimal()]
    found = Post.objects.on_published().filter(pk__in=numbers)
    return found.select_related("action__organisation__territory", "organisation__territory", "question")


def posts_by_pk(ids: Iterable[Any]) -> dict[int, Post]:
    """Legible texts with names, by their number. One query."""
    return {post.pk: post for post in _named(ids).legible()}


def every_post_by_pk(ids: Iterable[Any]) -> dict[int, Post]:
    """Also those that were taken away: for the people who wrote them."""
    return {post.pk: post for post in _named(ids)}


def posts_by_public_id(ids: Iterable[str]) -> dict[str, Post]:
    """Legible texts by their public identifier. One query."""
    found = Post.objects.on_published().legible().filter(public_id__in=list(ids))
    return {post.public_id: post for post in found.select_related("question", "organisation__territory")}


def last_answer_number(question: Post) -> int:
    """What a form remembers: whoever answers later has not been read by the writer."""
    return Post.objects.legible().filter(question=question).aggregate(last=Max("pk"))["last"] or 0


def answers_since(question: Post, number: int, user: Any) -> list[Post]:
    """What others have answered since a form was opened, the oldest first."""
    newer = Post.objects.legible().filter(question=question, pk__gt=number).exclude(author=user)
    return list(newer.with_names().order_by("said_at", "pk"))


def people_of_organisation(organisation_id: int) -> list[User]:
    """Representatives and editors of today, each once."""
    held = Representation.objects.current().writing().filter(organisation_id=organisation_id, user__is_active=True)
    return list(User.objects.filter(pk__in=held.values("user_id")).order_by("pk"))


def secretariat() -> list[User]:
    """The people of the secretariat."""
    return list(User.objects.filter(is_staff=True, is_active=True).order_by("pk"))


def own_published_actions(organisations: Iterable[Organisation]) -> "QuerySet[Action]":
    """What a town that did something similar may point to."""
    return Action.objects.published().filter(organisation__in=list(organisations)).order_by("-published_at", "-pk")


def posts_written_since(user: Any, moment: datetime.datetime) -> int:
    """How much a person wrote lately, whatever became of it."""
    return Post.objects.filter(author=user, said_at__gt=moment).count()


def translations_asked_since(user: Any, moment: datetime.datetime) -> int:
    """How many translations a person asked for lately."""
    return PostTranslation.objects.filter(asked_by=user, asked_at__gt=moment).count()


def _days_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def questions_to_remind() -> "QuerySet[Post]":
    """Without an answer for some days, and the town was not reminded yet; the oldest first."""
    due = Post.objects.unanswered().filter(reminded_at=None, said_at__lte=_days_ago(settings.QUESTIONS_REMIND_DAYS))
    return due.select_related("action").order_by("said_at", "pk")


def questions_to_raise() -> "QuerySet[Post]":
    """Still without an answer, and the secretariat was not told yet."""
    due = Post.objects.unanswered().filter(raised_at=None, said_at__lte=_days_ago(settings.QUESTIONS_DESK_DAYS))
    return due.select_related("action").order_by("said_at", "pk")


def questions_for_desk() -> "QuerySet[Post]":
    """What waits on the secretariat's desk, the oldest first."""
    rested = Q(rest_until=None) | Q(rest_until__lte=timezone.now())
    due = Post.objects.unanswered().filter(rested, said_at__lte=_days_ago(settings.QUESTIONS_DESK_DAYS))
    return due.select_related("action__organisation").order_by("said_at", "pk")


def questions_to(organisation: Organisation) -> "QuerySet[Post]":
    """Questions on a town's actions, those without an answer first; `.is_answered` says which."""
    answers = Post.objects.legible().filter(question=OuterRef("pk"), side__in=ANSWERING)
    found = Post.objects.questions().on_published().legible().filter(action__organisation=organisation)
    return (
        found.annotate(is_answered=Exists(answers))
        .select_related("action", "organisation__territory")
        .order_by("is_answered", "-said_at", "-pk")
    )


def questions_from(organisation: Organisation) -> "QuerySet[Post]":
    """What a town asked, the newest first; `.number` counts the answers."""
    others = Q(answers__withdrawn_at=None, answers__offline_at=None, answers__side__in=ANSWERING)
    found = Post.objects.questions().on_published().legible().filter(organisation=organisation)
    return (
        found.annotate(number=Count("answers", filter=others))
        .select_related("action__organisation__territory")
        .order_by("-said_at", "-pk")
    )


def shown_best(question: Post) -> Post | None:
    """The answer that stands below a question on the page of its action: what helped, else the town's own, else the first."""
    answers: list[Post] = [one for one in getattr(question, "shown_answers", []) if one.is_legible]
    ranked = sorted(answers, key=lambda one: (one.helped_at is None, one.side != Side.SOURCE))
    return ranked[0] if ranked else None


def due_orders() -> "QuerySet[PostTranslation]":
    """Translations that wait for the machine."""
    due = PostTranslation.objects.filter(state=PostTranslation.State.ORDERED, next_try_at__lte=timezone.now())
    return due.select_related("post__action", "post__question", "asked_by").order_by("next_try_at", "pk")


def wished_posts(ids: Sequence[int] | None) -> "QuerySet[Post]":
    """Texts that a reader wants to read in another language; legible ones only."""
    wished = PostTranslation.objects.filter(post=OuterRef("pk"))
    found = Post.objects.on_published().legible().filter(Exists(wished))
    found = found.select_related("action__organisation__territory", "question").prefetch_related("translations")
    return (found if ids is None else found.filter(pk__in=ids)).order_by("pk")


def hidden_posts_at_desk(kind: str) -> list[int]:
    """Texts the translation desk still lists though their action is no longer published."""
    listed = Standing.objects.filter(kind=kind).order_by().values("object_id")
    hidden = Post.objects.filter(pk__in=listed).exclude(action__status=Status.PUBLISHED)
    return list(hidden.values_list("pk", flat=True))


def place_of(user: Any, post: Post) -> str:
    """Where a text is read now; the questions on its action once it is not shown any more."""
    for pk in (post.pk, post.question_id):
        if found := Post.objects.visible_to(user).select_related("question").filter(pk=pk or 0).first():
            return found.get_absolute_url()
    return reverse("questions:of-action", args=[post.action.public_id])
