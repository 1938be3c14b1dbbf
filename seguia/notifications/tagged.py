"""Addresses with a signed number in them (`name+12-0f…@example.org`): the server delivers all of them to `name`."""

import re
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

_TAG = re.compile(r"\+([0-9]{1,18})-([0-9a-f]{16})@", re.ASCII)


@dataclass(frozen=True)
class Tag:
    """What stood in an address; nobody has looked at the signature yet."""

    number: int
    signature: str

    def is_signed(self, salt: str, content: str) -> bool:
        """Whether it was made by `tagged_address` for this content; takes as long for a wrong one."""
        return constant_time_compare(self.signature, signature_of(salt, content))


def tagged_address(address: str, number: int, signature: str) -> str:
    """`address` with the tag; empty for an address that is not set."""
    name, _at, host = address.rpartition("@")
    return f"{name}+{number}-{signature}@{host}" if name else ""


def tag_in(address: str) -> Tag | None:
    """The first tag in a header; servers may have changed capitals."""
    match = _TAG.search(address.lower())
    return Tag(int(match.group(1)), match.group(2)) if match else None


def tags_in(header: str) -> list[Tag]:
    """All of them, each once."""
    found = (Tag(int(number), signature) for number, signature in _TAG.findall(header.lower()))
    return list(dict.fromkeys(found))


def signature_of(salt: str, content: str) -> str:
    """64 bits: nobody tries so many by mail."""
    return salted_hmac(salt, content, algorithm="sha256").hexdigest()[:16]
