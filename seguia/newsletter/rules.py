"""Who may write and send the newsletter: the secretariat."""

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.permissions import grant


def register() -> None:
    """Grant the permissions of the newsletter."""
    edit = _("Only the network's secretariat writes the newsletter. Nothing was changed.")
    send = _("Only the network's secretariat sends the newsletter. Nothing was sent.")
    see = _("Only the network's secretariat may see how many people subscribe.")
    invite = _("Only the network's secretariat may invite people to the newsletter. Nobody was invited.")
    grant("newsletter.edit_issue", rules.is_staff, why=lambda user, target: edit)
    grant("newsletter.send_issue", rules.is_staff, why=lambda user, target: send)
    grant("newsletter.see_subscribers", rules.is_staff, why=lambda user, target: see)
    grant("newsletter.invite_subscribers", rules.is_staff, why=lambda user, target: invite)
