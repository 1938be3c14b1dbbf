"""A method as a page shows it: every text in the chosen language, marked with the language it is really in."""

from dataclasses import dataclass
from typing import Any

from seguia.core.languages import current_language, direction, language_codes, own_name
from seguia.core.translation_state import LanguageReport, LanguageState
from seguia.library.models import Method, Status
from seguia.library.queries import examples_of
from seguia.library.standing import DEED_STATES, standing_of


@dataclass(frozen=True)
class Tab:
    """One language in which it can be read."""

    code: str
    name: str
    direction: str
    state: LanguageState
    is_machine: bool
    is_current: bool


def text_language(method: Method, asked: str | None = None) -> str:
    """The language to read in: the asked one, else the page's, else the original. Nonsense is ignored."""
    there = method.languages()
    return next((code for code in (asked, current_language()) if code in there), method.original_language)


def _tab(report: LanguageReport, current: str) -> Tab:
    code = report.language
    is_machine = report.origin == "machine"
    return Tab(code, own_name(code), direction(code), report.state, is_machine, code == current)


def method_context(method: Method, user: Any, asked: str | None = None) -> dict[str, Any]:
    """The context of `library/detail.html`, in a fixed number of queries."""
    language, original = text_language(method, asked), method.original_language
    reports = {code: method.language_report(code) for code in language_codes()}
    standing = standing_of(user, method)
    return {
        "method": method,
        **{name: getattr(method, name).localised(language, original) for name in Method.TEXT_FIELDS},
        "text_language": language,
        "report": reports.get(language),
        "tabs": [_tab(reports[code], language) for code in method.languages() if code in reports],
        "themes": list(method.themes.all()),
        "goals": list(method.goals.all()),
        "documents": list(method.documents.select_related("file")),
        "examples": examples_of(method),
        "may": {deed: standing.may(deed, method.status) for deed in DEED_STATES},
        "is_insider": standing.is_own or standing.is_staff,
        "is_public": method.status == Status.PUBLISHED,
    }
