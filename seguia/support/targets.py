"""What can be recommended by name: kinds of thing register how they are found, searched, called and reached."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seguia.actions.models import Action
from seguia.actions.queries import actions_by_id
from seguia.core.errors import Message
from seguia.core.translated import Localised
from seguia.library.models import Method
from seguia.library.queries import methods_by_id, published_methods
from seguia.search.engine import found_ids
from seguia.search.request import SearchRequest
from seguia.support.models import RecommendationKind

Find = Callable[[Sequence[str]], Mapping[str, Any]]
"""Public identifiers → those that everybody may see now, in a fixed number of queries."""
Search = Callable[[str, str, int], Sequence[Any]]
"""(words, language, how many) → things that everybody may see, the best first."""


@dataclass(frozen=True)
class TargetKind:
    """A kind of thing that can be recommended."""

    code: str
    name: Message
    recommended_as: str
    """The kind of recommendation it makes."""
    find: Find
    search: Search
    label: Callable[[Any], Localised]
    url: Callable[[Any], str]
    owner: Callable[[Any], Localised | None]
    """Whose it is; none: the network's own."""


@dataclass(frozen=True)
class Target:
    """One thing as it is now."""

    kind: TargetKind
    public_id: str
    label: Localised
    url: str
    owner: Localised | None


_KEY = re.compile("[0-9A-Za-z]{8}", re.ASCII)
_KINDS: dict[str, TargetKind] = {}


def register_target(
    code: str,
    *,
    find: Find,
    search: Search,
    label: Callable[[Any], Localised],
    url: Callable[[Any], str],
    name: Message,
    recommended_as: str,
    owner: Callable[[Any], Localised | None] = lambda thing: None,
) -> None:
    """Let advisers recommend things of this kind. They are told apart by their `public_id`."""
    _KINDS[code] = TargetKind(code, name, recommended_as, find, search, label, url, owner)


def target_kinds(recommended_as: str) -> list[TargetKind]:
    """The kinds of thing that make recommendations of one kind; none for what stands outside the network."""
    return [kind for kind in _KINDS.values() if kind.recommended_as == recommended_as]


def search_targets(recommended_as: str, words: str, language: str, limit: int) -> list[Target]:
    """What can be recommended for these words."""
    return [
        _target(kind, thing)
        for kind in target_kinds(recommended_as)
        for thing in kind.search(words, language, limit)[:limit]
    ]


def targets(wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Target]:
    """(kind, public identifier) → the thing, where it is still there for everybody. A fixed number of queries a kind."""
    found: dict[tuple[str, str], Target] = {}
    for code in dict.fromkeys(code for code, _key in wanted):
        if kind := _KINDS.get(code):
            keys = [key for one, key in wanted if one == code and _KEY.fullmatch(key)]
            found |= {(code, key): _target(kind, thing) for key, thing in kind.find(keys).items()}
    return found


def _target(kind: TargetKind, thing: Any) -> Target:
    return Target(kind, thing.public_id, kind.label(thing), kind.url(thing), kind.owner(thing))


def _found(words: str, language: str, limit: int, kind: str) -> list[int]:
    return found_ids(SearchRequest(words, language, page_size=limit, kinds=(kind,)))


def _find_actions(keys: Sequence[str]) -> dict[str, Action]:
    found = Action.objects.published().filter(public_id__in=keys).select_related("organisation__territory")
    return {action.public_id: action for action in found}


def _find_methods(keys: Sequence[str]) -> dict[str, Method]:
    return {method.public_id: method for method in published_methods().filter(public_id__in=keys)}


def _owner_of_method(method: Method) -> Localised | None:
    return method.organisation.label() if method.organisation else None


def register() -> None:
    """Actions and methods; what upper floors have to recommend registers itself."""
    register_target(
        "action",
        find=_find_actions,
        search=lambda words, language, limit: actions_by_id(_found(words, language, limit, "action")),
        label=lambda action: action.label(),
        url=lambda action: action.get_absolute_url(),
        name=Action._meta.verbose_name or "",
        recommended_as=RecommendationKind.ACTION,
        owner=lambda action: action.organisation.label(),
    )
    register_target(
        "method",
        find=_find_methods,
        search=lambda words, language, limit: methods_by_id(_found(words, language, limit, "method")),
        label=lambda method: method.label(),
        url=lambda method: method.get_absolute_url(),
        name=Method._meta.verbose_name or "",
        recommended_as=RecommendationKind.METHOD,
        owner=_owner_of_method,
    )
