"""What the vocabulary asks of us: how many sheets carry a concept, and to follow when concepts are merged or moved."""

from typing import Any

from django.db.models import Q

from seguia.actions import content as sheets
from seguia.actions.models import Action, ActionVersion, Status
from seguia.audit.services import record_event
from seguia.search.changes import mark_changed
from seguia.vocabulary.models import Concept
from seguia.vocabulary.uses import Use, register_use


def published_count(concept: Concept) -> int:
    """Published sheets with this concept, or with anything under it where it is a theme. One query."""
    wanted = Q(themes__theme=concept) | Q(themes=concept) if concept.is_theme else Q(themes=concept)
    return Action.objects.published().filter(wanted).distinct().count()


def retag_actions(source: Concept, into: Concept, user: Any) -> int:
    """Tag sheets of every state with `into` instead of `source`: a version each, so that an open editor merges with it."""
    actions = list(Action.objects.select_for_update(of=("self",)).filter(themes=source).order_by("pk"))
    for action in actions:
        _keep_present_version(action)
        action.themes.add(into)
        action.themes.remove(source)
        action.version += 1
        Action.objects.filter(pk=action.pk).update(version=action.version)
        ActionVersion.objects.create(action=action, number=action.version, content=sheets.snapshot(action), author=user)
        record_event("actions.action.retagged", action, actor=user, before=source.slug, after=into.slug)
    _mark(actions)
    return len(actions)


def follow_moved_concepts(concept_ids: set[int]) -> None:
    """Published sheets with these concepts are found under other themes now: index them again."""
    tagged = Action.themes.through.objects.filter(action__status=Status.PUBLISHED, concept_id__in=_few(concept_ids))
    mark_changed("action", *sorted(set(tagged.values_list("action_id", flat=True))))


def _few(concept_ids: set[int]) -> Any:
    """The ids; where there are thousands (a new vocabulary), all of them without naming each."""
    return concept_ids if len(concept_ids) <= 500 else Concept.objects.order_by().values("pk")


def _keep_present_version(action: Action) -> None:
    """A sheet that came in without versions gets the one it has now: editors that are open started from it."""
    present = {"content": sheets.snapshot(action)}
    ActionVersion.objects.get_or_create(action=action, number=action.version, defaults=present)


def _mark(actions: list[Action]) -> None:
    mark_changed("action", *(action.pk for action in actions))


def register() -> None:
    """Tell the vocabulary."""
    register_use(Use("actions", published_count, retag_actions, follow_moved_concepts))
