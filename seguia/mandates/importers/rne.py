"""France's Répertoire national des élus, as it is published: one semicolon file a kind of mandate.

Read are code, names, function and dates. Birth, sex, profession and nationality are never looked at: `lines_of` drops
every column that is not named here before a line exists.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from seguia.mandates.importers.reading import Line, lines_of
from seguia.mandates.importers.rows import ImportOptions, MandateRow
from seguia.mandates.models import Function
from seguia.territories.codes import canonical_code, is_code
from seguia.territories.importers.rows import Faults
from seguia.territories.names import folded

SYNONYMS = {
    "commune": ("code de la commune", "code commune", "code insee", "code commune insee", "codegeo", "insee com"),
    "siren": ("n siren", "no siren", "siren", "numero siren", "code de l epci", "n siren de l epci", "siren epci"),
    "home": ("code de la commune de rattachement", "commune de rattachement code"),
    "family_name": ("nom de l elu", "nom elu", "nom", "nom de famille"),
    "given_name": ("prenom de l elu", "prenom elu", "prenom"),
    "mandate_since": ("date de debut du mandat", "date debut mandat", "debut du mandat"),
    "function": ("libelle de la fonction", "libelle de fonction", "fonction", "libelle fonction"),
    "function_since": ("date de debut de la fonction", "date debut fonction", "debut de la fonction"),
}
REQUIRED = (("commune", "siren"), ("family_name",), ("given_name",), ("mandate_since", "function_since"))
_NUMBER = re.compile(r"^(\d{1,2})\s*(?:er|ere|e|eme|nd|nde)\b")


def rows(path: Path, options: ImportOptions, faults: Faults) -> Iterator[MandateRow]:
    """The lines of one file of the register."""
    for line in lines_of(path, SYNONYMS, REQUIRED, faults):
        row = _row(line, options)
        if line.is_sound and row is not None:
            yield row


def _row(line: Line, options: ImportOptions) -> MandateRow | None:
    territory, home = _where(line)
    name = f"{line.text('given_name', 80)} {line.text('family_name', 79)}".strip()
    if not name:
        line.fault(_("There is no name in this line."))
    function, rank = _function(line, options, is_body=territory.startswith("siren:"))
    mandate_since = line.day("mandate_since")
    since = line.day("function_since") or mandate_since
    if function in {Function.COUNCILLOR, Function.DELEGATE} and mandate_since:
        since = mandate_since
    if since is None and line.is_sound:
        line.fault(_("There is no day on which this mandate began."))
    if since is None:
        return None
    return MandateRow(line.place.number, territory, function, name, "", since, rank=rank, home=home)


def _where(line: Line) -> tuple[str, str]:
    """The body that is governed, and the commune the official comes from where that is another."""
    commune, siren = line.text("commune", 20), line.text("siren", 20)
    home = line.text("home", 20) or (commune if siren else "")
    if siren:
        return _reference(line, "siren", siren), _reference(line, "insee-com", home) if home else ""
    if not commune:
        line.fault(_("There is no code of a commune in this line."))
        return "", ""
    return _reference(line, "insee-com", commune), ""


def _reference(line: Line, scheme: str, code: str) -> str:
    """Spreadsheets take the zero of `01001` away; it comes back here."""
    code = canonical_code(scheme, code)
    if scheme == "insee-com" and len(code) == 4 and code.isdigit():
        code = f"0{code}"
    if not is_code(scheme, code):
        line.fault(_("“%(code)s” is not a code of the register %(scheme)s.") % {"code": code[:30], "scheme": scheme})
    return f"{scheme}:{code}"


def _function(line: Line, options: ImportOptions, *, is_body: bool) -> tuple[str, int | None]:
    """From the words of the register: `Maire`, `3ème adjoint au Maire`, `Président du conseil communautaire`, empty."""
    words = folded(line.text("function", 120))
    plain = Function.DELEGATE if is_body else Function.COUNCILLOR
    if "function" not in line.columns:
        return options.function, None
    match = _NUMBER.match(words)
    rank = int(match.group(1)) if match else None
    rest = words[match.end() :].strip() if match else words
    if rest.startswith("maire delegue"):
        return Function.DELEGATED_MAYOR, rank
    if rest == "maire":
        return Function.MAYOR, rank
    if rest.startswith("president"):
        return Function.PRESIDENT, rank
    if "adjoint" in rest or "vice president" in rest:
        return Function.DEPUTY, rank
    return plain, rank
