"""What may help at once, before a human reads the need: actions like it, methods, towns that have worked on it; and why."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from seguia.actions.models import Action
from seguia.actions.queries import actions_by_id
from seguia.core.errors import SeguiaError
from seguia.library.models import Method
from seguia.library.queries import methods_by_id
from seguia.membership.models import Organisation
from seguia.search.analysis import analyse
from seguia.search.engine import Hit, search
from seguia.search.highlight import Found
from seguia.search.index.follower import node_store
from seguia.search.index.store import IndexMissing, reading
from seguia.search.query.translation import TranslatedQuery
from seguia.search.ranking import understood
from seguia.search.request import SearchRequest
from seguia.search.state import SearchState, open_state
from seguia.support.telling_words import telling_words
from seguia.territories.models import Territory
from seguia.territories.similarity import Reason
from seguia.territories.similarity.pages import COMPARED, why_alike

log = logging.getLogger("seguia.support")
LIMIT = 4
READ_FOR_ONE = 3
"""So many results are read for one that is shown: some are one's own, and towns come from those below as well."""
LEAST_WORDS, CLEARLY, NEAR = 2, 0.5, 0.5
"""A result has so many of the words, where so many were searched for, or words that mean them with this weight, and this
share of the score of the best one: a town much like yours is no reason to be told what has little to do with the need."""
_MARKED = re.compile("<mark>(.*?)</mark>", re.DOTALL)


@dataclass(frozen=True)
class SuggestedAction:
    """A published action that resembles the need."""

    action: Action
    found: Found
    """Title and passage with the words marked, and the words met through another language."""
    words: list[str]
    """Words of the sheet that match."""
    alike: list[Reason]
    """Why its town is like the one that asks."""


@dataclass(frozen=True)
class SuggestedMethod:
    """A published method that resembles the need."""

    method: Method
    found: Found
    words: list[str]


@dataclass(frozen=True)
class SuggestedTown:
    """A town that has worked on it; those most like the one that asks come first."""

    organisation: Organisation
    territory: Territory
    actions: list[Action]
    alike: list[Reason]
    percent: int | None
    """How like the asking town it is, where that can be said."""


@dataclass(frozen=True)
class Suggestions:
    """What was found; empty lists where nothing resembles the need."""

    words: str = ""
    """What was searched for."""
    actions: list[SuggestedAction] = field(default_factory=list)
    methods: list[SuggestedMethod] = field(default_factory=list)
    towns: list[SuggestedTown] = field(default_factory=list)
    is_ready: bool = True
    """False while there is no index: nothing can be said now."""

    def __bool__(self) -> bool:
        return bool(self.actions or self.methods or self.towns)


def suggest(text: str, language: str, organisation: Organisation | None, limit: int = LIMIT) -> Suggestions:
    """Actions, methods and towns for a need written in `language`, for the town that has it. Two searches and a fixed
    number of queries; whatever goes wrong with the index, a request for help is never held up by it."""
    try:
        state = open_state(node_store())
        with reading():
            words = telling_words(state, text, language)
    except IndexMissing:
        return Suggestions(is_ready=False)
    if not words:
        return Suggestions()
    town = _town_of(organisation)
    asked = SearchRequest(words, language, page_size=limit * READ_FOR_ONE, like=town.reference if town else "")
    near = _hits(state, asked)
    actions = _actions(near, organisation, town)
    return Suggestions(
        words=words,
        actions=actions[:limit],
        methods=_methods(_hits(state, SearchRequest(words, language, page_size=limit, kinds=("method",)))),
        towns=_towns(actions, near)[:limit],
    )


def words_for(text: str, language: str) -> str:
    """The words by which something like this is searched for; empty while there is no index."""
    try:
        state = open_state(node_store())
        with reading():
            return telling_words(state, text, language)
    except IndexMissing:
        return ""


def _town_of(organisation: Organisation | None) -> Territory | None:
    """The place others are compared with; None for partners, and for towns that have ended."""
    town = organisation.territory if organisation else None
    return town if town is not None and town.is_current and town.kind in COMPARED else None


def _hits(state: SearchState, request: SearchRequest) -> list[Hit]:
    try:
        return _telling(search(request).hits, understood(state, request))
    except (SeguiaError, IndexMissing) as error:
        log.warning("nothing could be suggested: %s", error)
        return []


def _actions(hits: list[Hit], organisation: Organisation | None, town: Territory | None) -> list[SuggestedAction]:
    """Sheets of others, the best first."""
    telling = {hit.object_id: hit for hit in hits}
    own = organisation.pk if organisation else None
    actions = [action for action in actions_by_id(telling) if action.organisation_id != own]
    places = [place for action in actions if (place := action.organisation.territory)]
    alike = why_alike(town, list({place.pk: place for place in places}.values())) if town else {}
    return [
        SuggestedAction(
            action,
            telling[action.pk].found,
            matched_words(telling[action.pk].found),
            alike.get(action.organisation.territory_id or 0, []),
        )
        for action in actions
    ]


def _methods(hits: list[Hit]) -> list[SuggestedMethod]:
    telling = {hit.object_id: hit.found for hit in hits}
    found = [(telling[method.pk], method) for method in methods_by_id(telling)]
    return [SuggestedMethod(method, why, matched_words(why)) for why, method in found]


def _towns(actions: Iterable[SuggestedAction], hits: list[Hit]) -> list[SuggestedTown]:
    """The towns of those actions, each once, the most like first."""
    likeness = {hit.object_id: hit.likeness for hit in hits}
    towns: dict[int, SuggestedTown] = {}
    for one in actions:
        organisation = one.action.organisation
        if (territory := organisation.territory) is None:
            continue
        like = likeness.get(one.action.pk)
        percent = None if like is None else round(100 * like)
        made = SuggestedTown(organisation, territory, [], one.alike, percent)
        towns.setdefault(organisation.pk, made).actions.append(one.action)
    return sorted(towns.values(), key=lambda town: -(town.percent or 0))


def _telling(hits: list[Hit], translated: TranslatedQuery) -> list[Hit]:
    """Those in which enough of the need stands: not one frequent word, nor words that only just mean the same."""
    least = NEAR * max((hit.score for hit in hits), default=0.0)
    wanted = min(LEAST_WORDS, len(translated.groups))
    return [hit for hit in hits if hit.score >= least and _words_met(hit.found, translated) >= wanted]


def _words_met(found: Found, translated: TranslatedQuery) -> int:
    """How many words of the need title and passage say, or clearly mean."""
    said = {
        (passage.language, token.stem)
        for passage in (found.title, *found.passages)
        for written in _marked(passage.html)
        for token in analyse(written, passage.language, keep_stopwords=True)
    }
    return sum(
        any(group.alternatives.get(word, 0.0) >= CLEARLY for word in said)
        or any(exact in group.names for _language, exact in said)
        for group in translated.groups
    )


def _marked(html: str) -> Iterable[str]:
    return (unescape(match.group(1)) for match in _MARKED.finditer(html))


def matched_words(found: Found) -> list[str]:
    """The different words of title and passage that were met, as they stand there."""
    by_stem: dict[str, str] = {}
    for passage in (found.title, *found.passages):
        for written in _marked(passage.html):
            for token in analyse(written, passage.language, keep_stopwords=True):
                by_stem.setdefault(token.stem, written)
    return list(by_stem.values())
