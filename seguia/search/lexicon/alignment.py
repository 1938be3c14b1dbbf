"""Word translations learnt from phrase pairs: IBM model 1 in both directions, symmetrised.

A phrase pair says that all its words together mean the same; expectation-maximisation finds which word stands for
which. Probabilities of both directions are multiplied and rooted, so that a frequent word cannot attract everything.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import sqrt

from seguia.search.lexicon.phrases import PhrasePair

Pair = tuple[tuple[str, ...], tuple[str, ...], float]
Probabilities = dict[str, dict[str, float]]
ROUNDS = 5
AT_MOST = 20
AT_LEAST = 0.01
PIVOT = 0.5
"""How far a way through the third language counts beside the direct one."""


def learn_translations(pairs: Iterable[PhrasePair]) -> dict[tuple[str, str], Probabilities]:
    """`{(source language, target language): {source stem: {target stem: weight}}}`, at most 20 a stem, best first."""
    by_direction: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_direction[pair.source_language, pair.target_language].append((pair.source, pair.target, pair.weight))
    learnt = {direction: _model_one(found) for direction, found in by_direction.items()}
    direct = {(a, b): _symmetrised(table, learnt.get((b, a), {})) for (a, b), table in learnt.items()}
    return {direction: _with_pivots(direct, *direction) for direction in direct}


def _model_one(pairs: list[Pair]) -> Probabilities:
    table: Probabilities = {}
    for round_number in range(ROUNDS):
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for source, target, weight in pairs:
            _count(source, target, weight, table if round_number else None, counts)
        table = {word: _normalised(found) for word, found in counts.items()}
    return table


def _count(
    source: tuple[str, ...],
    target: tuple[str, ...],
    weight: float,
    table: Probabilities | None,
    counts: dict[str, dict[str, float]],
) -> None:
    """Share the weight of one pair: each target word is explained by the source words in proportion."""
    for word in target:
        shares = [table[s].get(word, 0.0) if table else 1.0 for s in source]
        total = sum(shares)
        if total <= 0:
            continue
        for s, share in zip(source, shares, strict=True):
            if share:
                counts[s][word] += weight * share / total


def _normalised(found: dict[str, float]) -> dict[str, float]:
    total = sum(found.values())
    return {word: count / total for word, count in found.items() if count / total > AT_LEAST / 4}


def _symmetrised(forward: Probabilities, backward: Probabilities) -> Probabilities:
    result: Probabilities = {}
    for source, targets in forward.items():
        scored = [(target, sqrt(p * backward.get(target, {}).get(source, 0.0))) for target, p in targets.items()]
        best = _best({target: p for target, p in scored if p >= AT_LEAST}, AT_MOST)
        if best:
            result[source] = best
    return result


def _with_pivots(direct: dict[tuple[str, str], Probabilities], source: str, target: str) -> Probabilities:
    """Translations through a third language added: what Arabic and English share also joins Arabic and French."""
    thirds = [third for start, third in direct if start == source and third != target and (third, target) in direct]
    result: Probabilities = {}
    for stem, targets in direct[source, target].items():
        found = dict(targets)
        for third in thirds:
            for bridge, there in direct[source, third].get(stem, {}).items():
                for word, onward in direct[third, target].get(bridge, {}).items():
                    found[word] = found.get(word, 0.0) + PIVOT * there * onward
        result[stem] = _best({word: p for word, p in found.items() if p >= AT_LEAST}, AT_MOST)
    return result


def pivot_synonyms(learnt: dict[tuple[str, str], Probabilities], language: str) -> Probabilities:
    """Words of one language for the same thing, found by going to the other languages and back."""
    result: Probabilities = {}
    others = [target for source, target in learnt if source == language and target != language]
    for other in others:
        back = learnt.get((other, language), {})
        for stem, targets in learnt[language, other].items():
            found = result.setdefault(stem, {})
            for target, there in targets.items():
                for synonym, again in back.get(target, {}).items():
                    found[synonym] = found.get(synonym, 0.0) + there * again / len(others)
    return {stem: _best(found, AT_MOST) for stem, found in result.items()}


def _best(found: dict[str, float], most: int) -> dict[str, float]:
    kept = sorted(found.items(), key=lambda item: -item[1])[:most]
    return {word: round(weight, 5) for word, weight in kept}
