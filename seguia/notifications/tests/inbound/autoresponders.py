"""People's mail servers that answer by themselves: the well-behaved, and those that do not say that they are machines."""

from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr

from seguia.notifications.tests.inbound.corpus import mail, plain


class Autoresponder:
    """Answers every mail it gets with the same words; `head` is what it says of itself."""

    def __init__(self, address: str, head: str = "", *, is_polite: bool = False, is_chatty: bool = False) -> None:
        self.address, self.head = address, head
        self.is_polite, self.is_chatty = is_polite, is_chatty
        self.sent = 0

    def answers(self, raw: bytes) -> bytes | None:
        """None when it keeps silent: a polite one does not answer machines."""
        got: Message = message_from_bytes(raw)
        if self.is_polite and got.get("Auto-Submitted", "no") != "no":
            return None
        self.sent += 1
        text = f"Away until Monday.{f' ({self.sent})' if self.is_chatty else ''}\n"
        return mail(
            plain(text),
            to=parseaddr(got["Reply-To"] or got["From"])[1],
            sender=self.address,
            subject=f"Auto: {got['Subject']}".replace("\n", " "),
            message_id=f"<{self.address.split('@')[0]}.{self.sent}@away.example.org>",
            head=self.head,
        )
