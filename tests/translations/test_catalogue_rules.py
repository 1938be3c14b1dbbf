"""The control of the catalogues' tests: each kind of mistake is one."""

import polib
import pytest

from tests.translations.catalogues import is_translated, placeholders, wrong_ends, wrong_placeholders


def entry(msgid: str, msgstr: str = "", **more: object) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("%(name)s has %(count)d", ["%(count)d", "%(name)s"]),
        ("{name} and {}", ["{name}", "{}"]),
        ("100 %% of %s", ["%%", "%s"]),
        ("30 % of the towns, 30 %s", ["%s"]),
        ("nothing", []),
    ],
)
def test_placeholders_are_found(text: str, found: list[str]) -> None:
    assert sorted(placeholders(text)) == found


@pytest.mark.parametrize(
    ("msgid", "msgstr", "wrong"),
    [
        ("%(name)s", "%(name)s", False),
        ("Of %(a)s and %(b)s", "%(b)s و%(a)s", False),
        ("%(name)s", "%(nom)s", True),
        ("%(name)s", "اسم", True),
        ("Town", "%(town)s", True),
        ("{name}", "{name} {name}", True),
    ],
)
def test_lost_placeholder_is_noticed(msgid: str, msgstr: str, wrong: bool) -> None:
    assert wrong_placeholders(entry(msgid, msgstr)) is wrong


@pytest.mark.parametrize(
    ("forms", "wrong"),
    [
        ({0: "لا جماعة", 1: "جماعة واحدة", 2: "جماعتان", 3: "%(n)s جماعات", 4: "%(n)s جماعة", 5: "%(n)s جماعة"}, False),
        ({0: "%(n)s commune", 1: "%(n)s communes"}, False),
        ({0: "une commune", 1: "des communes"}, True),
        ({0: "%(n)s commune", 1: "%(m)s communes"}, True),
    ],
)
def test_plural_may_leave_the_number_out_of_some_forms(forms: dict[int, str], wrong: bool) -> None:
    plural = entry("%(n)s town", msgid_plural="%(n)s towns", msgstr_plural=forms)
    assert wrong_placeholders(plural) is wrong


def test_open_and_doubtful_messages_are_noticed() -> None:
    assert is_translated(entry("Town", "Commune"))
    assert not is_translated(entry("Town"))
    assert not is_translated(entry("Town", "  "))
    assert not is_translated(entry("Town", "Commune", flags=["fuzzy"]))
    assert not is_translated(entry("Town", msgid_plural="Towns", msgstr_plural={0: "Commune", 1: ""}))


@pytest.mark.parametrize(
    ("msgid", "msgstr", "wrong"),
    [
        ("Town", "Commune", False),
        ("Town ", "Commune", True),
        ("Town", "Commune\n", True),
        ("\nTown", "\nCommune", False),
        ("Town ", "", False),
    ],
)
def test_lost_blank_is_noticed(msgid: str, msgstr: str, wrong: bool) -> None:
    assert wrong_ends(entry(msgid, msgstr)) is wrong
