"""What a method needs before others read it."""

from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.library.content import Content

WHAT_IS_MISSING: dict[str, Message] = {
    "title": _("a title in the original language"),
    "summary": _("a summary in the original language"),
    "body": _("a text in the original language, or an address where the thing is found"),
    "themes": _("at least one theme"),
}


def missing_fields(content: Content) -> list[str]:
    """Names of fields that must be filled before it is submitted or published."""
    original = content["original_language"]
    there = {
        "title": content["title"].get(original),
        "summary": content["summary"].get(original),
        "body": content["body"].get(original) or content["link"],
        "themes": content["themes"],
    }
    return [name for name, value in there.items() if not value]
