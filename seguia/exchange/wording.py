"""Matches in words, in the language of the page: why two fit, why not another, what became of them."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from seguia.core.formats import date as day_in_words
from seguia.core.formats import number
from seguia.exchange.matching.fit import WEIGHTS, Part
from seguia.exchange.models import Kind, Match, Payment, Posting, language_choices
from seguia.territories.similarity.pages import why_alike
from seguia.vocabulary.models import Concept


@dataclass(frozen=True)
class Reason:
    """One criterion of a match in words."""

    code: str
    text: str
    points: int
    most: int

    @property
    def speaks_for(self) -> bool:
        """Rather than against: at least half of its points."""
        return 2 * self.points >= self.most


def joined(words: Iterable[object]) -> str:
    """A list in a sentence."""
    return pgettext("between the items of a list", ", ").join(str(word) for word in words)


def labels_of(matches: Iterable[Match]) -> dict[str, str]:
    """Names of all themes that matches share. One query for a page."""
    slugs = {slug for one in matches for slug in (*one.facts.get("themes", []), *one.facts.get("families", []))}
    return {concept.slug: concept.label().text for concept in Concept.objects.filter(slug__in=slugs)}


def reasons_of(match: Match, labels: Mapping[str, str] | None = None) -> list[Reason]:
    """Each criterion with its points, the heaviest first. No query but for the names of the themes, where not given."""
    labels = labels_of([match]) if labels is None else labels
    told = {
        Part.WISH: _wish,
        Part.THEMES: lambda one: _themes(one, labels),
        Part.GOALS: _goals,
        Part.LANGUAGE: _language,
        Part.DATES: _dates,
        Part.PLACE: _place,
        Part.ALIKE: _alike,
        Part.PAYMENT: _payment,
    }
    found = [
        Reason(part.value, text, match.parts.get(part.value, 0), WEIGHTS[part])
        for part, tell in told.items()
        if (text := tell(match))
    ]
    return sorted(found, key=lambda reason: -reason.points)


def good_reasons(match: Match, labels: Mapping[str, str] | None = None) -> list[Reason]:
    """What speaks for it."""
    return [reason for reason in reasons_of(match, labels) if reason.points and reason.speaks_for]


def _wish(match: Match) -> str:
    if match.facts.get("named"):
        return _("The request was written for this offer.")
    return _("Both are about the same action.") if match.parts.get("wish") else ""


def _themes(match: Match, labels: Mapping[str, str]) -> str:
    shared = match.facts.get("themes") or match.facts.get("families") or []
    names = [labels[slug] for slug in shared if slug in labels]
    return _("Both are about: %(themes)s.") % {"themes": joined(names)} if names else _("They share no theme.")


def _goals(match: Match) -> str:
    shared = match.facts.get("goals") or []
    return _("Both serve these Sustainable Development Goals: %(goals)s.") % {"goals": joined(shared)} if shared else ""


def _language(match: Match) -> str:
    names = dict(language_choices())
    shared = [names[code] for code in match.facts.get("languages") or [] if code in names]
    if not shared:
        return _("They share no language; a document can be translated.")
    return _("They can talk in: %(languages)s.") % {"languages": joined(shared)}


def _dates(match: Match) -> str:
    first, last = (_day(match.facts.get(name)) for name in ("from", "to"))
    if first and last:
        return _("Both are free between %(first)s and %(last)s.") % {"first": first, "last": last}
    if first:
        return _("Both are free from %(first)s on.") % {"first": first}
    if last:
        return _("Both are free until %(last)s.") % {"last": last}
    return _("The days have still to be agreed.")


def _day(written: Any) -> str:
    return day_in_words(datetime.date.fromisoformat(written)) if written else ""


def _place(match: Match) -> str:
    if match.offer.kind == Kind.TEMPLATE:
        return _("A document needs no journey.")
    if match.facts.get("online"):
        return _("It can be done online.")
    away = match.facts.get("km")
    if away is None:
        return ""
    return _("The towns are %(km)s km apart.") % {"km": number(away)}


def _alike(match: Match) -> str:
    ours, theirs = match.request.organisation.territory, match.offer.organisation.territory
    if ours is None or theirs is None:
        return ""
    reasons = [reason.text for reason in why_alike(ours, [theirs]).get(theirs.pk, [])]
    return _("The towns are alike: %(reasons)s.") % {"reasons": joined(reasons)} if reasons else ""


def _payment(match: Match) -> str:
    asked, offered = match.facts.get("payment") or ["", ""]
    if asked not in Payment.values or offered not in Payment.values:
        return ""
    if asked == offered:
        return _("About the costs they say the same: %(payment)s.") % {"payment": Payment(asked).label}
    facts = {"asked": Payment(asked).label, "offered": Payment(offered).label}
    return _("About the costs, the request says: %(asked)s; the offer says: %(offered)s.") % facts


def why_not_others(match: Match, postings: Mapping[int, Posting]) -> list[tuple[Posting, str]]:
    """The offers that came near, and why they were not chosen. No query."""
    found = []
    for other in match.others:
        if (offer := postings.get(other["offer"])) is None:
            continue
        rival = postings.get(other["with"] or 0)
        found.append((offer, _why_not(other, rival)))
    return found


def _why_not(other: Mapping[str, Any], rival: Posting | None) -> str:
    facts = {"fit": other["fit"], "town": rival.organisation.label().text if rival else ""}
    if other["why"] == "less":
        return _("fits less well: %(fit)s of 100") % facts
    if other["why"] == "equal":
        return _("fits as well: %(fit)s of 100") % facts
    if rival is None:
        return _("%(fit)s of 100, but its places help others more") % facts
    return _("%(fit)s of 100, but its places help others more, such as %(town)s: all towns together gain by it") % facts


def why_alone(found: Mapping[str, Any], rival: Posting | None = None) -> str:
    """Why a request got no offer."""
    facts = {"fit": found.get("fit", 0), "town": rival.organisation.label().text if rival else ""}
    return {
        "no-offer": _("nobody offers this at the moment"),
        "own": _("only its own town offers this"),
        "taken": _("the nearest offer (%(fit)s of 100) has no place left") % facts,
        "floor": _("the nearest offer fits too little: %(fit)s of 100") % facts,
        "subject": _("the nearest offer is about another subject"),
        "dates": _("the nearest offer is not possible on these days"),
        "language": _("there is no common language with the nearest offer"),
        "said-no": _("the nearest offer was tried already, and one side said no"),
    }.get(found.get("why", ""), "")


def postings_told(matches: Sequence[Match], alone: Sequence[Mapping[str, Any]] = ()) -> set[int]:
    """Identifiers of all offers and requests these words name."""
    ids = {one[name] for match in matches for one in match.others for name in ("offer", "with")}
    ids |= {one.get(name) for one in alone for name in ("request", "nearest", "with")}
    return {pk for pk in ids if pk}


def event_sentence(event: str, match: Match, side: str) -> str:
    """What a town is told, as a whole sentence; empty for what is unknown."""
    other = match.request if side == "offer" else match.offer
    facts = {"town": other.organisation.label().text, "title": other.title}
    return {
        "confirmed": _("The secretariat proposes that you and %(town)s meet: see why, and say yes or no.") % facts,
        "accepted": _("%(town)s has accepted the proposed exchange.") % facts,
        "agreed": _("You and %(town)s have both accepted: here is how to reach one another.") % facts,
        "declined": _("%(town)s has declined the proposed exchange.") % facts,
        "cancelled": _("The exchange with %(town)s is cancelled.") % facts,
        "held": _("The exchange with %(town)s took place: tell what you bring home.") % facts,
        "feedback": _("%(town)s has written what it brings home from your exchange.") % facts,
        "answer-soon": _("%(town)s and the secretariat wait for your answer to the proposed exchange.") % facts,
        "say-how": _("Has the exchange with %(town)s taken place? Say when, or that it will not.") % facts,
        "bring-home": _("What do you bring home from the exchange with %(town)s? A few lines help the next town.")
        % facts,
    }.get(event, "")
