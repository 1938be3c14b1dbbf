"""Texts as words that can meet: one analyser per language, the same for documents and queries, on every tier.

Each word has an exact normalised form and a light stem. Snowball's Arabic is not used: it keeps النفايات and نفايات apart.
"""

from seguia.search.analysis.analyser import Token, analyse, is_arabic, normalised_words, stems

__all__ = ["Token", "analyse", "is_arabic", "normalised_words", "stems"]
