"""Answers by mail: a person answers one of our mails, and what they wrote goes where the mail came from."""

from seguia.notifications.inbound.replies import (
    IncomingFile,
    IncomingReply,
    ReplyTarget,
    register_reply_kind,
    reply_kind,
)
from seguia.notifications.inbound.threads import reply_address

__all__ = [
    "IncomingFile",
    "IncomingReply",
    "ReplyTarget",
    "register_reply_kind",
    "reply_address",
    "reply_kind",
]
