"""The demonstration's conversations: questions in three languages, answered, answered too late, not answered yet."""

import datetime
from typing import Any

from django.utils import timezone

from seguia.accounts.models import User
from seguia.actions.models import Action, JourneyStep
from seguia.core.identifiers import public_id_for
from seguia.core.translation_state import fingerprint
from seguia.membership.models import Organisation, Representation
from seguia.notifications.models import Mail, Notice
from seguia.questions.demo_texts import SECRETARIAT, THREADS, Reply, Thread
from seguia.questions.models import Kind, Post, PostTranslation, Side
from seguia.questions.notices import ASKED, GROUP
from seguia.questions.queries import people_of_organisation
from seguia.questions.services.posting import side_of
from seguia.questions.services.translating import DESK_KIND
from seguia.translation.registry import kind_of
from seguia.translation.standing import refresh


class _Loader:
    """Everything read once, everything written in a few statements."""

    def __init__(self) -> None:
        keys = {thread.action for thread in THREADS} | {reply.example for one in THREADS for reply in one.answers}
        actions = Action.objects.published().filter(public_id__in=[public_id_for(key) for key in keys if key])
        self.actions = {action.public_id: action for action in actions.select_related("organisation")}
        towns = Organisation.objects.filter(territory__isnull=False, territory__valid_to=None)
        self.towns = {town.territory.reference: town for town in towns.select_related("territory") if town.territory}
        held = Representation.objects.current().writing().select_related("user").order_by("-pk")
        self.people: dict[int, User] = {one.organisation_id: one.user for one in held}
        self.secretariat = User.objects.filter(is_staff=True).order_by("pk").first()
        self.now = timezone.now()
        self.translations: list[PostTranslation] = []

    def question(self, number: int, thread: Thread) -> Post | None:
        """None where a sheet or a town is not in the database."""
        action, town = self.actions.get(public_id_for(thread.action)), self.towns.get(thread.town)
        if action is None or town is None or town.pk == action.organisation_id:
            return None
        post = Post(
            public_id=public_id_for(f"question {number}"), kind=Kind.QUESTION, action=action, side=Side.ASKER,
            organisation=town, author=self.people.get(town.pk), text=thread.text, language=thread.language,
            function=thread.function, said_at=self.now - datetime.timedelta(days=thread.days_ago),
        )  # fmt: skip
        waits = not thread.answers
        post.reminded_at = self.now if waits and thread.days_ago >= 7 else None
        post.raised_at = self.now if waits and thread.days_ago >= 21 else None
        self._translate(post, thread.translations)
        return post

    def answer(self, question: Post, number: int, reply: Reply) -> Post | None:
        """None where its town is not in the database."""
        town = None if reply.town == SECRETARIAT else self.towns.get(reply.town)
        if town is None and reply.town != SECRETARIAT:
            return None
        said_at = question.said_at + datetime.timedelta(days=reply.days)
        side = side_of(question, town)
        post = Post(
            public_id=public_id_for(f"answer {question.public_id} {number}"), kind=Kind.ANSWER, question=question,
            action=question.action, side=side, organisation=town,
            author=self.people.get(town.pk) if town else self.secretariat, text=reply.text, language=reply.language,
            function=reply.function, said_at=said_at,
            example=self.actions.get(public_id_for(reply.example)) if side == Side.PEER and reply.example else None,
            helped_at=said_at + datetime.timedelta(hours=20) if reply.helped else None,
        )  # fmt: skip
        self._translate(post, reply.translations)
        return post

    def _translate(self, post: Post, texts: dict[str, tuple[str, bool]]) -> None:
        self.translations += [
            PostTranslation(
                post=post, language=language, state=PostTranslation.State.DONE, text=text, is_machine=is_machine,
                made_from=fingerprint(post.text), asked_at=post.said_at, made_at=post.said_at,
            )
            for language, (text, is_machine) in texts.items()
        ]  # fmt: skip

    def step(self, post: Post, kind: str) -> JourneyStep:
        """A step of the action's journey."""
        return JourneyStep(
            action=post.action, kind=kind, at=post.said_at, organisation=post.organisation, status=post.action.status,
            facts={"post": post.public_id}, is_public=True,
        )  # fmt: skip


def create_demo_questions() -> None:
    """Once, after the sheets and the people; harmless when repeated. Nothing goes by mail."""
    if Post.objects.exists():
        return
    loader = _Loader()
    made = [(post, thread) for number, thread in enumerate(THREADS) if (post := loader.question(number, thread))]
    Post.objects.bulk_create(post for post, _thread in made)
    answers = [
        reply
        for post, thread in made
        for number, text in enumerate(thread.answers)
        if (reply := loader.answer(post, number, text))
    ]
    Post.objects.bulk_create(answers)
    PostTranslation.objects.bulk_create(loader.translations)
    steps = [loader.step(post, "questioned") for post, _thread in made]
    steps += [loader.step(post, "answered") for post in answers if post.side != Side.ASKER]
    JourneyStep.objects.bulk_create(steps)
    _tell(loader, [post for post, thread in made if not thread.answers])
    _wish(loader, made)
    refresh(kind_of(DESK_KIND), list(Post.objects.values_list("pk", flat=True)))


def _tell(loader: _Loader, questions: list[Post]) -> None:
    """Questions that wait stand among the notices of their towns."""
    notices: list[Any] = []
    for post in questions:
        for person in people_of_organisation(post.action.organisation_id):
            notices.append(
                Notice(
                    user=person, kind=ASKED, group=GROUP, facts={"post": post.pk}, topic=post.public_id,
                    about_kind=post._meta.label_lower, about_id=str(post.pk), created_at=post.said_at, mail=Mail.NONE,
                )
            )  # fmt: skip
    Notice.objects.bulk_create(notices)


def _wish(loader: _Loader, made: list[tuple[Post, Thread]]) -> None:
    """One question of each language waits for a translator."""
    wanted = {thread.language: post for post, thread in made if not thread.translations}
    PostTranslation.objects.bulk_create(
        PostTranslation(post=post, language="ar" if language != "ar" else "fr", asked_at=loader.now)
        for language, post in wanted.items()
    )
