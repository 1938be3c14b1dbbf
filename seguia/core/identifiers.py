"""Public identifiers: short, unguessable, readable over a telephone (Crockford's base 32, no I, L, O, U)."""

import hashlib
import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 8


def new_public_id() -> str:
    """A random identifier of 8 characters (40 bits). Unique by the database's constraint, not by luck."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))


def public_id_for(name: str) -> str:
    """The same identifier for the same name, for data that is loaded again (demonstration, imports)."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:5], "big")
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(LENGTH))


class PublicIdConverter:
    """URL converter `public_id`: reads what people type (capitals, O for 0, I and L for 1)."""

    regex = "[0-9A-Za-z]{8}"

    def to_python(self, value: str) -> str:
        """The canonical form."""
        return value.lower().translate(str.maketrans("oil", "011"))

    def to_url(self, value: str) -> str:
        """As stored."""
        return value
