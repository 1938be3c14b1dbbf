"""The words of a long text that tell what it is about: a need has two hundred words, a search takes twenty-four."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log

from seguia.core.languages import language_codes
from seguia.core.text import harmless_text
from seguia.search.analysis import Token, analyse, is_arabic, stems
from seguia.search.index.schema import stem_field
from seguia.search.state import SearchState

MOST_WORDS = 12
"""So many are searched for: more make the search slower and hardly better."""
MOST_READ = 6_000
"""Characters that are read: whoever writes more has said it by then."""
UNKNOWN, CONCEPT, IN_TITLE = 0.35, 1.6, 1.5
"""What a word counts that the vocabulary does not have, what the name of a concept counts, what stands in the first line."""
_ASKING = {
    "fr": """
aide aider besoin demande demander souhaite souhaitons souhaiter voudrions aimerions conseil conseils projet commune
communes ville mairie merci bonjour cherche cherchons question solution petit petite grand grande nouveau nouvelle mettre
place problème problèmes habitants année années mois jour plusieurs beaucoup savoir savons connaître connaissons commencer
aussi donner voir faudrait idée idées exemple exemples possible permettre""",
    "en": """
help need needs want wants like ask asking advice project town towns municipality city council thank thanks hello looking
look question solution small large big new put problem problems people year years month day many much know start begin
would let see idea ideas example examples possible allow find""",
    "ar": """
مساعدة المساعدة نحتاج حاجة نريد نرغب نود طلب نطلب نصيحة مشروع جماعة جماعتنا الجماعة مدينة مدينتنا شكرا السلام نبحث سؤال حل
حلول صغيرة كبيرة جديد جديدة مشكل مشكلة مشاكل السكان الساكنة سنة سنوات شهر يوم عدة كثير معرفة نعرف تعرف نبدأ يترك فكرة أفكار
مثال أمثلة ممكن ظروف""",
}
"""Words of every request, whatever it is about."""


@dataclass(frozen=True)
class _Unit:
    """A word, or the words that name a concept together."""

    tokens: tuple[Token, ...]
    worth: float

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def stems(self) -> set[str]:
        return {token.stem for token in self.tokens}


def telling_words(state: SearchState, text: str, language: str) -> str:
    """At most `MOST_WORDS` words of `text` in their order: names of concepts and rare words the vocabulary knows.
    Quotation marks are left out: in a search they would demand the very words."""
    text = harmless_text(text[:MOST_READ])
    language = _reading_language(text, language)
    chosen = _chosen(sorted(_units(state, text, language), key=lambda unit: (-unit.worth, unit.start)))
    return " ".join(text[token.start : token.end] for unit in chosen for token in unit.tokens)


def _chosen(units: list[_Unit]) -> list[_Unit]:
    """The best ones that have room, in the order of the text; no word twice."""
    chosen: list[_Unit] = []
    said: set[str] = set()
    for unit in units:
        if unit.worth > 0 and not unit.stems <= said and len(said | unit.stems) <= MOST_WORDS:
            chosen.append(unit)
            said |= unit.stems
    return sorted(chosen, key=lambda unit: unit.start)


def _reading_language(text: str, language: str) -> str:
    """The language it says it is in, unless the script contradicts it."""
    codes = language_codes()
    if is_arabic(text[:200]) and "ar" in codes:
        return "ar"
    return language if language in codes and language != "ar" else next(code for code in codes if code != "ar")


def _units(state: SearchState, text: str, language: str) -> Iterator[_Unit]:
    tokens = [token for token in analyse(text, language) if len(token.exact) > 1]
    asking = set(stems(_ASKING.get(language, ""), language))
    often = Counter(token.stem for token in tokens)
    title_ends = len(text.split("\n", 1)[0])
    worths = [
        (IN_TITLE if token.start < title_ends else 1.0) * _worth(state, token, language, often[token.stem])
        for token in tokens
    ]
    for start, end, _concept in state.table.concepts_in([token.stem for token in tokens], language):
        yield _Unit(tuple(tokens[start:end]), CONCEPT * max(worths[start:end]))
    for token, worth in zip(tokens, worths, strict=True):
        yield _Unit((token,), 0.0 if token.stem in asking else worth)


def _worth(state: SearchState, token: Token, language: str, often: int) -> float:
    """How much a word tells: rare ones more, repeated ones more; nothing where neither texts nor vocabulary have it."""
    every = state.searcher.num_docs
    frequency = min(every, state.searcher.doc_freq(stem_field(language), token.stem))
    is_known = state.table.knows(token.stem, language)
    if not frequency and not is_known:
        return 0.0
    rarity = log(1 + (every - frequency + 0.5) / (frequency + 0.5))
    return rarity * (1 + log(often)) * (1.0 if is_known else UNKNOWN)
