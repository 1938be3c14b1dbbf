"""The fields of the index. Every text field holds our own tokens, cut at blanks: the analysers are ours on every tier."""

from dataclasses import dataclass

import tantivy

from seguia.core.languages import language_codes
from seguia.search.analysis import analyse, normalised_words
from seguia.search.index.document import Document, Texts
from seguia.search.index.numbering import number_of

VERSION = 5
"""Raise it when fields or analysers change: an index of another version is rebuilt."""
TITLE_WEIGHT, SUMMARY_WEIGHT = 3, 2
"""How often the stems of title and summary are repeated in the field of stems."""
FACETS = ("theme", "sdg", "country", "region", "size", "trait", "stage", "cost", "language")
CHECKPOINT = "checkpoint"
COMPLETE = 1_000
"""The number that stands for a completeness of 1."""


def stem_field(language: str) -> str:
    """Stems of all texts in one language; title and summary weigh more."""
    return f"stem_{language}"


def exact_field(language: str) -> str:
    """Exact normalised words in reading order, for phrases and for words typed exactly."""
    return f"exact_{language}"


def facet_field(name: str) -> str:
    """Codes of one facet."""
    return f"facet_{name}"


def build_schema(languages: list[str]) -> tantivy.Schema:
    """The schema for a network with these languages."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("digest", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    for language in languages:
        builder.add_text_field(stem_field(language), tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field(exact_field(language), tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("names", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("concepts", tokenizer_name="whitespace", index_option="freq")
    for facet in FACETS:
        builder.add_text_field(facet_field(facet), tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("number", indexed=True, fast=True)
    builder.add_integer_field("date", fast=True)
    builder.add_integer_field("population", fast=True)
    builder.add_unsigned_field("place", fast=True)
    builder.add_unsigned_field("completeness", fast=True)
    builder.add_text_field(CHECKPOINT, stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


@dataclass(frozen=True)
class Prepared:
    """A document ready to be written: analysed, nothing left that can fail."""

    key: str
    content: tantivy.Document


def prepared(document: Document) -> Prepared:
    """Analyse a document. Raises TypeError, ValueError or OverflowError for one that cannot be stored."""
    return Prepared(document.key, _content(document))


def _content(document: Document) -> tantivy.Document:
    result = tantivy.Document()
    result.add_text("key", document.key)
    result.add_text("digest", document.digest())
    result.add_text("kind", document.kind)
    for language, texts in document.texts.items():
        if language in language_codes():
            stems, exact = token_streams(texts, language)
            result.add_text(stem_field(language), stems)
            result.add_text(exact_field(language), exact)
    result.add_text("names", " ".join(word for name in document.names for word in normalised_words(name)))
    result.add_text("concepts", " ".join(document.concepts))
    for facet, codes in document.facets.items():
        for code in codes:
            result.add_text(facet_field(facet), code)
    result.add_unsigned("number", number_of(document.kind, document.object_id))
    result.add_integer("date", document.date)
    result.add_integer("population", document.population)
    result.add_unsigned("place", document.place)
    result.add_unsigned("completeness", round(document.completeness * COMPLETE))
    return result


def token_streams(texts: Texts, language: str) -> tuple[str, str]:
    """Stems (title and summary repeated) and exact words of one language."""
    stems: list[str] = []
    exact: list[str] = []
    for text, times in zip(texts.parts(), (TITLE_WEIGHT, SUMMARY_WEIGHT, 1), strict=True):
        tokens = analyse(text, language)
        stems += [token.stem for token in tokens] * times
        exact += [token.exact for token in tokens]
    return " ".join(stems), " ".join(exact)
