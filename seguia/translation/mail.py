"""The mails a translator gets about their own texts: published, or sent back with a reason."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seguia.core.addresses import absolute
from seguia.core.errors import NotFound
from seguia.core.languages import own_name
from seguia.core.translated import TranslatedText
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import OutboxMessage
from seguia.translation.queries import item_in
from seguia.translation.services.publishing import ACCEPTED, RETURNED


def register() -> None:
    """Tell the floor below how these mails are written."""
    for code, label, name in [
        (ACCEPTED, _("Your translation was published"), "accepted"),
        (RETURNED, _("Your translation was sent back"), "returned"),
    ]:
        register_kind(
            code,
            label=label,
            subject=f"translation/mail/{name}_subject.txt",
            text=f"translation/mail/{name}.txt",
            read=read_facts,
            is_optional=True,
        )


def read_facts(message: OutboxMessage) -> Mapping[str, Any] | None:
    """None when the thing is no longer published."""
    facts = message.facts
    try:
        item = item_in(message.user, facts["kind"], facts["item"], facts["language"])
    except NotFound:
        return None
    return {
        "title": TranslatedText(facts["title"]).localised(original=facts["original_language"]).text,
        "language_name": own_name(facts["language"]),
        "taken": facts["taken"],
        "left": facts["left"],
        "reason": facts["reason"],
        "url": absolute(item.url),
        "edit_url": absolute(reverse("translation:edit", args=[facts["kind"], facts["item"], facts["language"]])),
    }
