"""From the tables to plain content and back."""

from typing import Any

from django.db import models

from seguia.actions.content.shape import GROUPS, SCALARS, TEXTS, Content, Group, plain
from seguia.actions.models import Action, ActionPart
from seguia.core.translated import TranslatedText, as_translated
from seguia.territories.models import Territory
from seguia.vocabulary.models import Concept, Goal


def snapshot(action: Action) -> Content:
    """The whole sheet as it is in the database; equal sheets give equal content."""
    content: Content = {name: dict(as_translated(getattr(action, name))) for name in TEXTS}
    content |= {name: plain(getattr(action, name)) for name in SCALARS}
    content["themes"] = sorted(theme.slug for theme in action.themes.all())
    content["goals"] = sorted(goal.code for goal in action.goals.all())
    content["places"] = sorted(place.reference for place in action.places.all())
    for group in GROUPS.values():
        content[group.name] = [_row(row, group) for row in getattr(action, group.name).all()]
    return content


def _row(row: ActionPart, group: Group) -> dict[str, Any]:
    values: dict[str, Any] = {"key": row.key}
    values |= {name: dict(as_translated(getattr(row, name))) for name in group.texts}
    return values | {name: plain(getattr(row, name)) for name in group.scalars}


def _assign(target: models.Model, values: dict[str, Any], texts: list[str], scalars: list[str]) -> bool:
    """Set fields from content; whether anything changed."""
    changed = False
    for name in [*texts, *scalars]:
        field = target._meta.get_field(name)
        value = TranslatedText(values[name]) if name in texts else field.to_python(values[name])  # type: ignore[union-attr]
        if getattr(target, name) != value:
            setattr(target, name, value)
            changed = True
    return changed


def apply(action: Action, content: Content) -> None:
    """Write validated content into the tables, inside the caller's transaction. Pictures and documents are changed
    and removed here, never added: a file comes with its own upload."""
    _assign(action, content, TEXTS, SCALARS)
    action.save()
    for group in GROUPS.values():
        _apply_rows(action, group, content[group.name])
    for name, chosen in chosen_objects(content).items():
        getattr(action, name).set(chosen)
    action._prefetched_objects_cache = {}  # type: ignore[attr-defined]


def _apply_rows(action: Action, group: Group, rows: list[dict[str, Any]]) -> None:
    present: dict[str, Any] = {row.key: row for row in getattr(action, group.name).all()}
    kept = {row["key"] for row in rows}
    if gone := [row.pk for key, row in present.items() if key not in kept]:
        group.model._default_manager.filter(pk__in=gone).delete()
    for position, values in enumerate(rows):
        row = present.get(values["key"])
        if row is None and group.name == "media":
            continue
        new: Any = group.model
        row = row or new(action=action, key=values["key"], position=position)
        changed = _assign(row, values, group.texts, group.scalars)
        if changed or row.position != position or row.pk is None:
            row.position = position
            row.save()


def chosen_objects(content: Content) -> dict[str, list[Any]]:
    """The concepts, targets and territories that content names: three queries."""
    places = Territory.objects.current().filter(_named(content["places"])) if content["places"] else []
    return {
        "themes": list(Concept.objects.filter(slug__in=content["themes"]).select_related("theme")),
        "goals": list(Goal.objects.filter(code__in=content["goals"])),
        "places": list(places),
    }


def _named(references: list[str]) -> models.Q:
    wanted = models.Q()
    for reference in references:
        scheme, _, code = reference.partition(":")
        wanted |= models.Q(scheme=scheme, code=code)
    return wanted


def unsaved(action: Action, content: Content) -> Action:
    """The sheet as it would look with this content; nothing is written."""
    _assign(action, content, TEXTS, SCALARS)
    media: dict[str, Any] = {row.key: row for row in action.media.select_related("file")}
    cache: dict[str, Any] = {}
    for group in GROUPS.values():
        rows = []
        for values in content[group.name]:
            row = media.get(values["key"]) if group.name == "media" else group.model(key=values["key"])
            if row is not None:
                _assign(row, values, group.texts, group.scalars)
                rows.append(row)
        cache[group.name] = _as_result(group.model, rows)
    for name, chosen in chosen_objects(content).items():
        cache[name] = _as_result(Action._meta.get_field(name).related_model, chosen)
    action._prefetched_objects_cache = cache  # type: ignore[attr-defined]
    return action


def _as_result(model: Any, rows: list[Any]) -> "models.QuerySet[Any]":
    """A query set that already has its answer."""
    result = model._default_manager.none()
    result._result_cache = rows
    result._prefetch_done = True
    return result  # type: ignore[no-any-return]
