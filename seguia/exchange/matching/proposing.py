"""One run: the best assignment for each kind, with the facts behind each pair and why others were not chosen."""

import datetime
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from seguia.exchange.matching.assignment import ALONE, best_assignment, greedy_assignment, total_fit
from seguia.exchange.matching.candidates import Candidate, Candidates
from seguia.exchange.matching.fit import (
    FIRST_DAY,
    LAST_DAY,
    Block,
    Compared,
    Likeness,
    compare,
    distances,
    meeting_days,
)
from seguia.exchange.models import Kind

SHOWN_OTHERS = 3


@dataclass(frozen=True)
class Proposal:
    """A pair of the best assignment."""

    request: Candidate
    offer: Candidate
    fit: int
    parts: dict[str, int]
    facts: dict[str, Any]
    others: list[dict[str, Any]]


@dataclass
class Outcome:
    """What one run found."""

    proposals: list[Proposal] = field(default_factory=list)
    alone: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    greedy: int = 0


def propose(candidates: Candidates, likeness: Likeness) -> Outcome:
    """The proposals with the greatest total fit. Kinds do not mix, so each is solved by itself."""
    outcome = Outcome()
    for kind in Kind:
        requests = [one for one in candidates.requests if one.kind == kind]
        offers = [one for one in candidates.offers if one.kind == kind]
        if requests and offers:
            _Run(requests, offers, compare(requests, offers, likeness, candidates.said_no)).report(outcome)
        else:
            outcome.alone += [_lonely(request.pk, None, "no-offer", 0) for request in requests]
    return outcome


def facts_of(request: Candidate, offer: Candidate) -> dict[str, Any]:
    """Codes and figures from which the reasons are told: shared themes, goals, languages, days, kilometres."""
    away = float(distances([request], [offer])[0, 0])
    facts: dict[str, Any] = {
        "themes": sorted(request.themes & offer.themes),
        "families": sorted(request.families & offer.families),
        "goals": sorted(request.goals & offer.goals),
        "languages": sorted(request.spoken & offer.spoken),
        "named": request.answers == offer.pk,
        "online": request.is_online and offer.is_online,
        "km": None if np.isnan(away) else round(away),
        "payment": [request.payment, offer.payment],
    }
    if days := meeting_days(request, offer):
        first, last = days
        facts["from"] = None if first == FIRST_DAY else datetime.date.fromordinal(first).isoformat()
        facts["to"] = None if last == LAST_DAY else datetime.date.fromordinal(last).isoformat()
    return facts


def _lonely(request: int, nearest: int | None, why: str, fit: int, with_request: int | None = None) -> dict[str, Any]:
    return {"request": request, "nearest": nearest, "why": why, "fit": fit, "with": with_request}


class _Run:
    """The assignment of one kind."""

    def __init__(self, requests: list[Candidate], offers: list[Candidate], compared: Compared) -> None:
        self.requests, self.offers, self.compared = requests, offers, compared
        self.fits = compared.fits
        self.places = np.array([offer.capacity for offer in offers], np.int64)
        self.taken = best_assignment(self.fits, self.places)
        self.used = np.bincount(self.taken[self.taken != ALONE], minlength=len(offers))

    def report(self, outcome: Outcome) -> None:
        """Add what this kind found."""
        outcome.total += total_fit(self.fits, self.taken)
        outcome.greedy += total_fit(self.fits, greedy_assignment(self.fits, self.places))
        for row, request in enumerate(self.requests):
            column = int(self.taken[row])
            if column == ALONE:
                outcome.alone.append(self._why_alone(row))
                continue
            offer = self.offers[column]
            outcome.proposals.append(
                Proposal(
                    request,
                    offer,
                    int(self.fits[row, column]),
                    self.compared.parts_of(row, column),
                    facts_of(request, offer),
                    self._others(row, column),
                )
            )

    def _others(self, row: int, column: int) -> list[dict[str, Any]]:
        """The offers that fit best beside the chosen one, and why not they."""
        order = np.lexsort((np.arange(len(self.offers)), -self.fits[row].astype(np.int64)))
        nearest = [int(other) for other in order[: SHOWN_OTHERS + 1] if other != column and self.fits[row, other] >= 0]
        own = int(self.fits[row, column])
        return [self._other(row, other, own) for other in nearest[:SHOWN_OTHERS]]

    def _other(self, row: int, other: int, own: int) -> dict[str, Any]:
        fit = int(self.fits[row, other])
        if fit < own:
            why, rival = "less", None
        elif self.used[other] >= self.places[other]:
            why, rival = "taken", self._rival(other)
        else:
            why, rival = "equal", None
        return {"offer": self.offers[other].pk, "fit": fit, "why": why, "with": rival}

    def _rival(self, column: int) -> int:
        """Of the requests that go to a full offer, the one with the least points there: the nearest to give way."""
        guests = np.flatnonzero(self.taken == column)
        return self.requests[int(guests[np.argmin(self.fits[guests, column])])].pk

    def _why_alone(self, row: int) -> dict[str, Any]:
        """The nearest offer and what stands between: its places are taken, or something forbids it."""
        pk = self.requests[row].pk
        best = int(np.argmax(self.fits[row]))
        if self.fits[row, best] >= 0:
            return _lonely(pk, self.offers[best].pk, "taken", int(self.fits[row, best]), self._rival(best))
        strangers = np.where(self.compared.blocks[row] == Block.OWN, -1, self.compared.points[row])
        best = int(np.argmax(strangers))
        if strangers[best] < 0:
            return _lonely(pk, None, "no-offer", 0)
        why = Block(int(self.compared.blocks[row, best])).name.lower().replace("_", "-")
        return _lonely(pk, self.offers[best].pk, why, int(self.compared.points[row, best]))
