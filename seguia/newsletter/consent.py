"""What somebody agrees to, word for word: the version is kept with each subscription, so that it can be shown later."""

from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message

VERSION = "2026-11"
"""Changed whenever the wording is: those who agreed before agreed to the older one."""
WORDING: dict[str, Message] = {
    "2026-11": _(
        "I want to receive the network's newsletter by mail. My address is used for nothing else, is given to nobody, and "
        "is deleted 30 days after I unsubscribe. Every issue has a link with which I can unsubscribe at once."
    ),
}
"""Every wording that was ever agreed to; none is removed."""
