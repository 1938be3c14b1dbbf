"""What an examination ends with: an accepted file, or a named reason."""

from dataclasses import dataclass, field

from seguia.core.errors import Invalid, Message


@dataclass(frozen=True)
class Accepted:
    """A file as it will be kept: its real type and its (possibly re-made) bytes."""

    content_type: str
    extension: str
    content: bytes
    renditions: dict[int, bytes] = field(default_factory=dict)
    """WebP by width."""
    width: int | None = None
    height: int | None = None


class FileRefused(Invalid):
    """The file is not taken; `code` names the reason for programs, the message for people."""

    def __init__(self, code: str, message: Message) -> None:
        super().__init__(message, code=code)
