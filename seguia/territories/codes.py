"""Official codes as people write them, and as they are kept."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.territories.models import SCHEMES

_SHAPES = {
    "iso": r"[A-Z]{2}",
    "iso-3166-2": r"[A-Z]{2}-[A-Z0-9]{1,3}",
    "insee-reg": r"\d{2,3}",
    "insee-dep": r"\d{2,3}|2[AB]",
    "insee-com": r"\d{5}|2[AB]\d{3}",
    "insee-coma": r"\d{5}|2[AB]\d{3}",
    "insee-comd": r"\d{5}|2[AB]\d{3}",
    "insee-arm": r"\d{5}",
    "siren": r"\d{9}",
    "hcp": r"\d{2,3}|\d{5,7}",
    "geonames": r"[1-9]\d{0,11}",
    "local": r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}",
}
_PATTERNS = {scheme: re.compile(shape, re.ASCII) for scheme, shape in _SHAPES.items()}
_HCP_SIGNS = re.compile(r"[.\s]+")


class Reference(NamedTuple):
    """`scheme:code`, the identity of a territory at one time."""

    scheme: str
    code: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code}"


def hcp_digits(code: str) -> str:
    """`01.151.01.01.` (region, province, cercle, commune) → `1510101`; `141.01.0.` → `141010`; others unchanged."""
    groups = [group for group in _HCP_SIGNS.split(code) if group]
    if len(groups) > 1 and len(groups[0]) == 2:
        groups = groups[1:]
    return "".join(groups)


def canonical_code(scheme: str, code: str) -> str:
    """The code as it is kept: no blanks, capitals where the register has them, no dots in HCP codes."""
    if scheme == "hcp":
        return hcp_digits(code)
    if scheme in {"siren"}:
        return code.replace(" ", "")
    return code.strip() if scheme == "local" else code.strip().upper()


def is_code(scheme: str, code: str) -> bool:
    """Whether the register `scheme` writes its codes like that."""
    pattern = _PATTERNS.get(scheme)
    return pattern is not None and pattern.fullmatch(code) is not None


def parsed_reference(text: str) -> Reference:
    """`insee-com:75056` in two parts, canonical. Raises Invalid with a sentence that names the fault."""
    scheme, colon, code = text.strip().partition(":")
    if not colon:
        raise Invalid(
            _("“%(text)s” is not a reference; write register:code, for example insee-com:75056.") % {"text": text[:60]}
        )
    if scheme not in SCHEMES:
        raise Invalid(_("There is no register “%(scheme)s”.") % {"scheme": scheme[:30]})
    code = canonical_code(scheme, code)
    if not is_code(scheme, code):
        raise Invalid(_("“%(code)s” is not a code of the register %(scheme)s.") % {"code": code[:30], "scheme": scheme})
    return Reference(scheme, code)
