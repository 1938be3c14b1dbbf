"""Two steps of an action's journey: somebody asked about it, somebody answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.actions.journey import StepTold, register_step_kind
from seguia.actions.models import JourneyStep
from seguia.questions.models import Post
from seguia.questions.queries import posts_by_public_id


def load(steps: Sequence[JourneyStep]) -> Mapping[int, Post]:
    """What each is about, while everybody can read it."""
    posts = posts_by_public_id(str(step.facts.get("post", "")) for step in steps)
    return {step.pk: posts[key] for step in steps if (key := step.facts.get("post")) in posts}


def tell_questioned(step: JourneyStep, post: Any) -> StepTold | None:
    """Who asked, and what."""
    if post is None:
        return None
    return StepTold(_("Another town asked how it was done"), post.get_absolute_url(), post.title)


def tell_answered(step: JourneyStep, post: Any) -> StepTold | None:
    """Who answered, and what."""
    return StepTold(_("A question was answered"), post.get_absolute_url(), post.title) if post is not None else None


def register() -> None:
    """Called when the app starts."""
    register_step_kind(
        "questioned", label=gettext_lazy("A town asked"), icon="mail", public=True, tell=tell_questioned, load=load
    )
    register_step_kind(
        "answered",
        label=gettext_lazy("A question was answered"),
        icon="people",
        public=True,
        tell=tell_answered,
        load=load,
    )
