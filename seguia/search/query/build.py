"""From groups of alternatives to a tantivy query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

import tantivy
from tantivy import Occur, Query

from seguia.core.languages import language_codes
from seguia.search.analysis import analyse, is_arabic, normalised_words
from seguia.search.index.schema import FACETS, exact_field, facet_field, stem_field
from seguia.search.query.translation import Alternative, Group, TranslatedQuery


@dataclass(frozen=True)
class Boosts:
    """How the parts of the query weigh against the word groups (1.0)."""

    exact: float = 0.15
    """The word exactly as typed, beside its stem."""
    evening: float = 0.25
    """How far a rare alternative is held back to what the whole group is worth: 0 not at all, 1 fully. A translation
    must not win because hardly any text has it."""
    name: float = 1.2
    tie: float = 0.25
    """How much further alternatives of a group add to the best one."""
    concept_tag: float = 0.6
    """The document is tagged with a concept the query names."""
    phrase: float = 1.0


def word_query(
    searcher: tantivy.Searcher, schema: tantivy.Schema, translated: TranslatedQuery, boosts: Boosts | None = None
) -> Query:
    """What documents are scored by: every group may match, phrases in quotes must.

    Exact forms stand beside the groups and not inside: a flat query is a quarter faster.
    """
    boosts = boosts or Boosts()
    parts: list[tuple[Occur, Query]] = []
    for group in translated.groups:
        parts.append((Occur.Should, _group_query(schema, group, boosts, _evened(searcher, group, boosts))))
        parts += _exact_queries(schema, group, boosts)
    parts += [(Occur.Should, _concept_query(schema, group, boosts)) for group in translated.concept_groups]
    tags = {concept.slug for concept in translated.concepts}
    parts += [
        (Occur.Should, _boosted(Query.term_query(schema, "concepts", t), boosts.concept_tag)) for t in sorted(tags)
    ]
    parts += [(Occur.Must, phrase) for phrase in _phrase_queries(schema, translated.parsed.phrases)]
    return Query.boolean_query(parts)


def all_words_query(schema: tantivy.Schema, translated: TranslatedQuery, boosts: Boosts | None = None) -> Query:
    """Documents in which every word of the query, or something that means it, occurs."""
    boosts = boosts or Boosts()
    groups = [_group_query(schema, group, boosts, group.alternatives) for group in translated.groups]
    return Query.boolean_query([(Occur.Must, group) for group in groups])


def _boosted(query: Query, weight: float) -> Query:
    return query if weight == 1.0 else Query.boost_query(query, weight)


def _group_query(
    schema: tantivy.Schema, group: Group, boosts: Boosts, alternatives: Mapping[Alternative, float]
) -> Query:
    choices = [
        _boosted(Query.term_query(schema, stem_field(language), stem), weight)
        for (language, stem), weight in alternatives.items()
    ]
    choices += [_boosted(Query.term_query(schema, "names", exact), boosts.name) for exact in group.names]
    return Query.disjunction_max_query(choices, boosts.tie)


def _exact_queries(schema: tantivy.Schema, group: Group, boosts: Boosts) -> list[tuple[Occur, Query]]:
    return [
        (Occur.Should, _boosted(Query.term_query(schema, exact_field(language), exact), boosts.exact))
        for exact in group.names
        for language in language_codes()
        if is_arabic(exact) == (language == "ar")
    ]


def _evened(searcher: tantivy.Searcher, group: Group, boosts: Boosts) -> dict[Alternative, float]:
    """The alternatives that occur at all, weighed against how often the group as a whole occurs.

    The group's frequency is the weighted sum of those of its alternatives, as in probabilistic structured queries.
    """
    every = searcher.num_docs
    found = {(language, stem): searcher.doc_freq(stem_field(language), stem) for language, stem in group.alternatives}
    found = {key: frequency for key, frequency in found.items() if frequency}
    together = _rarity(every, min(every, sum(group.alternatives[key] * count for key, count in found.items())))
    return {
        key: group.alternatives[key] * (together / _rarity(every, count)) ** boosts.evening
        for key, count in found.items()
    }


def _rarity(every: int, frequency: float) -> float:
    """BM25's inverse document frequency."""
    return log(1 + (every - frequency + 0.5) / (frequency + 0.5))


def _concept_query(schema: tantivy.Schema, group: Group, boosts: Boosts) -> Query:
    choices = []
    for language, stems, weight in group.phrases:
        terms = [(Occur.Must, Query.term_query(schema, stem_field(language), stem)) for stem in dict.fromkeys(stems)]
        choices.append(_boosted(Query.boolean_query(terms), weight / len(terms) ** 0.5))
    return Query.disjunction_max_query(choices, boosts.tie)


def _phrase_queries(schema: tantivy.Schema, phrases: Iterable[str]) -> Iterable[Query]:
    """Each phrase as it stands in a text of any language, or in a proper name."""
    for phrase in phrases:
        fields = {exact_field(code): [token.exact for token in analyse(phrase, code)] for code in language_codes()}
        fields["names"] = normalised_words(phrase)
        choices = [_sequence(schema, field, words) for field, words in fields.items() if words]
        if choices:
            yield Query.disjunction_max_query(choices)


def _sequence(schema: tantivy.Schema, field: str, words: list[str]) -> Query:
    if len(words) == 1:
        return Query.term_query(schema, field, words[0])
    return Query.phrase_query(schema, field, list(words))


def filter_query(schema: tantivy.Schema, kinds: Iterable[str], filters: dict[str, list[str]]) -> Query:
    """Documents of these kinds that have, for each facet, one of the chosen values."""
    parts = [(Occur.Must, _any_of(schema, "kind", list(kinds)))]
    for facet in FACETS:
        if values := filters.get(facet):
            parts.append((Occur.Must, _any_of(schema, facet_field(facet), values)))
    return Query.boolean_query(parts) if len(parts) > 1 else parts[0][1]


def _any_of(schema: tantivy.Schema, field: str, values: list[str]) -> Query:
    """Documents with one of these codes. A set of terms reads all their documents at once; one term is walked along."""
    if len(values) == 1:
        return Query.term_query(schema, field, values[0], index_option="basic")
    return Query.term_set_query(schema, field, values)


def filtered(query: Query, conditions: Query) -> Query:
    """`query` for the score, `conditions` without influence on it."""
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(conditions, 0.0))])
