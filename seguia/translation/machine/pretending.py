"""Stand-ins for a translation service, for tests and for people who write a provider of their own."""

from collections.abc import Mapping, Sequence

from seguia.translation.machine import MachineFault


class PretendedMachine:
    """Answers from a table; what is not in it comes back with the language in front: `[ar] text`."""

    def __init__(self, known: Mapping[str, str] | None = None, *, fault: str = "") -> None:
        self.known = dict(known or {})
        self.fault = fault
        self.asked: list[tuple[list[str], str, str]] = []
        """Every call: texts, source, target."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """See `Provider`."""
        self.asked.append((list(texts), source, target))
        if self.fault:
            raise MachineFault(self.fault)
        return [self.known.get(text, f"[{target}] {text}") for text in texts]
