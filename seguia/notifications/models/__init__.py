"""What is to be told to whom: mails (outbox), notices on the pages, wishes of people, addresses that do not work."""

from seguia.notifications.models.addresses import AddressState
from seguia.notifications.models.incoming import IncomingMail, Outcome, ReplyThread
from seguia.notifications.models.notices import Mail, Notice, Preference
from seguia.notifications.models.outbox import OptOut, OutboxMessage, State, new_message_id

__all__ = [
    "AddressState",
    "IncomingMail",
    "Mail",
    "Notice",
    "OptOut",
    "OutboxMessage",
    "Outcome",
    "Preference",
    "ReplyThread",
    "State",
    "new_message_id",
]
