"""Which original each translation was made from: kept up with every save."""

from collections.abc import Iterable, Mapping

from seguia.actions.content import Content, flatten
from seguia.actions.models import Action
from seguia.core.languages import language_codes
from seguia.core.translated import TranslatedText
from seguia.core.translation_state import fingerprint


def note_old_translations(action: Action, before: Content) -> None:
    """Translations that have no note yet (imports) are taken to be made from the original as it was before this save:
    when the original changes now, they are rightly out of date."""
    flat = flatten(before)
    original, texts = before["original_language"], action.translatable_texts()
    for language in language_codes():
        notes = action.translation_notes.get(language, {})
        keys = [key for key in _text_keys(flat, language) if key in texts and key not in notes]
        keys = [key for key in keys if flat.get(f"{key}.{original}")]
        if language != original and keys:
            action.note_translations(language, keys)


def note_saved_translations(
    action: Action, *, base: Content, mine: Content, confirmed: Mapping[str, Iterable[str]]
) -> None:
    """The texts of a language that the person changed or confirmed were made from the original that the person saw:
    if somebody changed the original meanwhile, they are out of date from birth."""
    was, seen = flatten(base), flatten(mine)
    texts = action.translatable_texts()
    for language in language_codes():
        if language == action.original_language:
            action.translation_notes.pop(language, None)
            continue
        changed = {
            key for key in _text_keys(seen, language) if seen.get(f"{key}.{language}") != was.get(f"{key}.{language}")
        }
        keys = sorted(key for key in changed | set(confirmed.get(language, ())) if key in texts)
        _note(action, language, keys, seen)
        _forget_gone(action, language, texts)


def _note(action: Action, language: str, keys: list[str], seen: Mapping[str, str]) -> None:
    if not keys:
        return
    action.note_translations(language, keys)
    for key in keys:
        original = seen.get(f"{key}.{action.original_language}", "")
        action.translation_notes[language][key]["from"] = fingerprint(original)


def _forget_gone(action: Action, language: str, texts: Mapping[str, TranslatedText]) -> None:
    """Notes of texts and rows that are no more."""
    notes = action.translation_notes.get(language, {})
    for key in [key for key in notes if not texts.get(key, TranslatedText()).get(language)]:
        del notes[key]


def _text_keys(flat: Mapping[str, object], language: str) -> list[str]:
    """Keys as `Action.translatable_texts` has them."""
    ending = f".{language}"
    return [path.removesuffix(ending) for path in flat if path.endswith(ending)]
