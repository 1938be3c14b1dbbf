"""Texts as words that can meet: one analyser per language, the same for documents and queries, on every tier.

Each word has an exact normalised form and a light stem. Snowball's Arabic is not used: it keeps النفايات and نفايات apart.
"""

from seguia.search.analysis.analyser import (
    Token,
    analyse,
    find_stems,
    is_arabic,
    is_stopword,
    normalised_words,
    stems,
    word_spans,
)

__all__ = ["Token", "analyse", "find_stems", "is_arabic", "is_stopword", "normalised_words", "stems", "word_spans"]
