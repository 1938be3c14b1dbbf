"""Where the licences of texts are written down."""

from seguia.actions.models import Licence

_ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.ETALAB: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}


def licence_address(code: str) -> str:
    """The licence's own page; empty for a code of another network."""
    return next((address for licence, address in _ADDRESSES.items() if licence == code), "")
