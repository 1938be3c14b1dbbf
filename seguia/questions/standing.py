"""Who somebody is to a conversation: read once a page, used by the permissions, the buttons and the tests."""

from dataclasses import dataclass
from typing import Any

from seguia.actions.models import Action, Status
from seguia.membership.queries import organisation_ids_of
from seguia.questions.models import Post, is_secretariat


def is_open(post: Post) -> bool:
    """Whether anything can still be done with it: legible, and on a published action."""
    is_there = post.is_legible and post.action.status == Status.PUBLISHED
    return is_there and (post.question is None or post.question.is_legible)


@dataclass(frozen=True)
class Standing:
    """One person, today."""

    user_id: int | None = None
    towns: frozenset[int] = frozenset()
    """Organisations this person writes for."""
    is_staff: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Otherwise a visitor."""
        return self.user_id is not None

    def may_ask(self, action: Action) -> bool:
        """For another town than the one that did it."""
        return action.status == Status.PUBLISHED and bool(self.towns - {action.organisation_id})

    def may_answer(self, question: Post) -> bool:
        """Every town, and the secretariat; not where the question was taken away."""
        return question.is_question and is_open(question) and (self.is_staff or bool(self.towns))

    def is_author(self, post: Post) -> bool:
        """Whether the person wrote it."""
        return self.is_signed_in and post.author_id == self.user_id

    def may_edit(self, post: Post) -> bool:
        """Own words only, while they can be read."""
        return self.is_author(post) and is_open(post)

    def speaks_for(self, post: Post) -> bool:
        """Who wrote it, and the people of the town in whose name it was written."""
        if post.organisation_id is None:
            return self.is_author(post) or self.is_staff
        return self.is_author(post) or post.organisation_id in self.towns

    def may_withdraw(self, post: Post) -> bool:
        """An answer can be withdrawn below a question that was taken away, too."""
        return post.is_legible and post.action.status == Status.PUBLISHED and self.speaks_for(post)

    def may_accept(self, answer: Post) -> bool:
        """The asking town says of others' answers whether they helped."""
        if answer.question is None or not is_open(answer):
            return False
        return answer.organisation_id != answer.question.organisation_id and self.speaks_for(answer.question)

    def may_request(self, post: Post) -> bool:
        """A translation of what can be read."""
        return self.is_signed_in and post.is_legible and post.action.status == Status.PUBLISHED


def standing_of(user: Any) -> Standing:
    """One query for people, none for visitors; never remembered, so an ended mandate ends at once."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return Standing()
    return Standing(user.pk, frozenset(organisation_ids_of(user)), is_secretariat(user))
