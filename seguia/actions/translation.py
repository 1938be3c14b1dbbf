"""What the translation desk knows of a sheet."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.actions.content import GROUPS, group_label, label_of
from seguia.actions.models import Action, ActionVersion
from seguia.actions.services.translating import translate_action
from seguia.actions.standing import standing_of
from seguia.core.errors import NotFound
from seguia.core.translation_state import fingerprint
from seguia.membership.dashboard import register_part
from seguia.membership.models import Organisation
from seguia.membership.queries import organisations_of
from seguia.translation.queries import to_do_of_owner
from seguia.translation.registry import Item, Listed, TranslatableKind, item_from, listed_from, register_kind

BATCH = 200
SHOWN = 5
OLD_VERSIONS = 60
"""How far back an earlier original is looked for."""


def register() -> None:
    """Show published sheets at the desk."""
    register_kind(
        TranslatableKind(
            "action",
            gettext_lazy("action"),
            listed=listed,
            load=load,
            save=save,
            may_translate=lambda user, item: standing_of(user, item.target.organisation_id).is_member,
            owner_keys=lambda user: {organisation.public_id for organisation in organisations_of(user)},
        )
    )
    register_part("translations", order=35, part=own_translations)


def own_translations(user: Any, organisation: Organisation) -> tuple[str, dict[str, Any]] | None:
    """The part of "My town": sheets that lack a language or are out of date, the most useful first."""
    found = list(to_do_of_owner("action", organisation.public_id)[: SHOWN + 1])
    context = {"translations": found[:SHOWN], "has_more": len(found) > SHOWN}
    return ("translation/town_part.html", context) if found else None


def _with_texts() -> "QuerySet[Action]":
    """Published sheets with everything that is translated: six queries."""
    return (
        Action.objects.published()
        .select_related("organisation__territory")
        .prefetch_related("steps", "results", "funders", "partners", "media")
    )


def listed(ids: Sequence[int] | None) -> Iterator[Listed]:
    """Published sheets among these, or all, as the desk lists them."""
    actions = _with_texts().order_by("pk")
    for action in (actions if ids is None else actions.filter(pk__in=ids)).iterator(chunk_size=BATCH):
        town = action.organisation.territory
        yield listed_from(
            action,
            public_id=action.public_id,
            changed_at=action.published_at or action.changed_at,
            owner=action.organisation.name,
            owner_key=action.organisation.public_id,
            country=town.country if town else "",
        )


def load(user: Any, public_id: str, language: str) -> Item:
    """A published sheet, whoever asks. Raises NotFound."""
    action = _with_texts().filter(public_id=public_id).first()
    if action is None:
        raise NotFound(_("There is no action with this address, or it is not published."))
    numbers = _row_numbers(action)
    return item_from(
        action,
        "action",
        public_id,
        language,
        labels=_column,
        names=lambda key: _name(key, numbers),
        earlier=lambda key, mark: _earlier(action, key, mark),
    )


def save(
    *,
    user: Any,
    item: Item,
    language: str,
    texts: Mapping[str, str],
    seen: Mapping[str, str],
    base: Mapping[str, str],
    how: str,
) -> Action:
    """See `translation.registry.Save`."""
    return translate_action(item.target, user=user, language=language, texts=texts, seen=seen, base=base, how=how)


def _column(key: str) -> Any:
    first, *rest = key.split(".")
    model = GROUPS[first].model if rest else Action
    return model._meta.get_field(rest[-1] if rest else first)


def _row_numbers(action: Action) -> dict[str, int]:
    """`steps.<key>` → 1, 2, …"""
    groups = {key.split(".")[0] for key in action.translatable_texts() if "." in key}
    return {
        f"{group}.{row.key}": number for group in groups for number, row in enumerate(getattr(action, group).all(), 1)
    }


def _name(key: str, numbers: Mapping[str, int]) -> str:
    if "." not in key:
        return str(capfirst(label_of(key)))
    return _("%(row)s %(number)s: %(text)s") % {
        "row": capfirst(str(group_label(key))),
        "number": numbers.get(key.rpartition(".")[0], ""),
        "text": label_of(key),
    }


def _earlier(action: Action, key: str, mark: str) -> str | None:
    """The original that has this fingerprint, from the versions of the sheet."""
    contents = ActionVersion.objects.filter(action=action).order_by("-number").values_list("content", flat=True)
    for content in contents[:OLD_VERSIONS]:
        text = _text_of(content, key).get(action.original_language, "")
        if text and fingerprint(text) == mark:
            return text
    return None


def _text_of(content: dict[str, Any], key: str) -> dict[str, str]:
    first, *rest = key.split(".")
    if not rest:
        found: dict[str, str] = content.get(first) or {}
        return found
    row: dict[str, Any] = next((row for row in content.get(first, []) if row["key"] == rest[0]), {})
    return row.get(rest[1]) or {}
