"""Nothing on a screen stays in English for a reader of Arabic or French."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.repository import ROOT, faults, name_of, ours
from tests.translations import catalogues
from tests.translations.catalogues import LANGUAGES, PLURALS, catalogue, entries, key, place, translations

each_language = pytest.mark.parametrize("language", LANGUAGES)


def told(entry: polib.POEntry) -> str:
    where = ", ".join(f"{file}:{line}" for file, line in entry.occurrences[:1])
    return f"{entry.msgid!r}  ({where})"


@each_language
def test_every_message_is_translated_and_approved(language: str) -> None:
    open_ones = [
        ("fuzzy: " if entry.fuzzy else "") + told(entry)
        for entry in entries(language)
        if not catalogues.is_translated(entry)
    ]
    assert not open_ones, faults(open_ones)


@each_language
def test_every_placeholder_is_kept(language: str) -> None:
    wrong = [
        f"{told(entry)} → {translations(entry)}"
        for entry in entries(language)
        if catalogues.is_translated(entry) and catalogues.wrong_placeholders(entry)
    ]
    assert not wrong, faults(wrong)


@each_language
def test_blanks_at_the_ends_are_kept(language: str) -> None:
    wrong = [f"{told(entry)} → {translations(entry)}" for entry in entries(language) if catalogues.wrong_ends(entry)]
    assert not wrong, faults(wrong)


@each_language
def test_language_has_its_plural_forms(language: str) -> None:
    rule = catalogue(language).metadata.get("Plural-Forms", "")
    assert f"nplurals={PLURALS[language]};" in rule
    wrong = [told(e) for e in entries(language) if e.msgid_plural and len(e.msgstr_plural) != PLURALS[language]]
    assert not wrong, faults(wrong)


@each_language
def test_no_direction_override_hides_in_a_message(language: str) -> None:
    forbidden = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    wrong = [told(entry) for entry in entries(language) if forbidden & set("".join(translations(entry)))]
    assert not wrong, faults(wrong)


@each_language
def test_compiled_catalogue_is_the_written_one(language: str) -> None:
    assert place(language, "mo").is_file(), f"the catalogue for {language} is not compiled"
    compiled = {key(entry): translations(entry) for entry in polib.mofile(str(place(language, "mo")))}
    written = {key(entry): translations(entry) for entry in entries(language) if entry.translated()}
    compiled.pop(("", "", ""), None)
    old = [repr(found[1]) for found in written if compiled.get(found) != written[found]]
    assert not old, faults(["run: script/seguia compilemessages", *old])
    assert not (gone := [repr(found[1]) for found in compiled if found not in written]), faults(gone)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code whose catalogues were gathered anew."""
    if not shutil.which("xgettext"):
        pytest.skip("gettext is not installed: whether the catalogues are complete was NOT checked")
    folder = tmp_path_factory.mktemp("gathered")
    for path in ours(".py", ".html", ".txt", under="seguia/"):
        copy = folder / name_of(path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    (folder / "seguia" / "locale").mkdir(exist_ok=True)
    languages = [part for language in LANGUAGES for part in ("--locale", language)]
    done = subprocess.run(
        [sys.executable, "-m", "seguia", "makemessages", "--no-wrap", "--ignore", "tests/*", *languages],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "SEGUIA_DATA": str(folder / "var")},
    )
    assert done.returncode == 0, done.stderr
    return folder


@each_language
def test_catalogue_has_every_message_of_the_code(language: str, fresh: Path) -> None:
    gathered = polib.pofile(str(fresh / place(language).relative_to(ROOT)))
    assert len(gathered) > 100
    wanted = {key(entry): entry for entry in gathered if not entry.obsolete}
    there = {key(entry) for entry in entries(language)} if place(language).is_file() else set()
    missing = [told(entry) for found, entry in wanted.items() if found not in there]
    assert not missing, faults([f"{len(missing)} messages are missing in {language}:", *missing])
    surplus = [repr(found[1]) for found in there if found not in wanted]
    assert not surplus, faults(["the code no longer has these:", *surplus])
