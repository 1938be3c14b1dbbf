"""The link of an invitation: derived from the invitation with the secret key, kept only as a digest."""

import base64
import hashlib
import re
import secrets

from django.utils.crypto import salted_hmac

_SALT = "seguia.membership.invitation"
_SHAPE = re.compile("[A-Za-z0-9_-]{43}", re.ASCII)


def new_nonce() -> str:
    """What makes the link of each invitation another."""
    return secrets.token_hex(16)


def token_from(public_id: str, nonce: str) -> str:
    """43 characters that nobody can find without the secret key and the row of the invitation."""
    digest = salted_hmac(_SALT, f"{public_id}:{nonce}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def digest_of(token: str) -> str:
    """What is kept and compared; empty for what cannot be a token."""
    return hashlib.sha256(token.encode()).hexdigest() if _SHAPE.fullmatch(token) else ""
