"""Errors a person is meant to read: a code, a sentence in their language, an HTTP status."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

Message = str | Promise


class SeguiaError(Exception):
    """Something was asked that cannot be done; `message` says what was saved, what was not, what to do."""

    status = 400
    code = "error"

    def __init__(self, message: Message, *, code: str | None = None, **details: Any) -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code or self.code
        self.details: Mapping[str, Any] = details


class NotFound(SeguiaError):
    """There is no such thing, or it is not for this person to know of it."""

    status = 404
    code = "not_found"


class Refused(SeguiaError):
    """The person may not do this; the message says why."""

    status = 403
    code = "refused"


class Conflict(SeguiaError):
    """Somebody else changed the same thing, or it is no longer in the state this needs."""

    status = 409
    code = "conflict"


class Invalid(SeguiaError):
    """What was given cannot be understood or is not allowed; the message names it."""

    status = 400
    code = "invalid"
