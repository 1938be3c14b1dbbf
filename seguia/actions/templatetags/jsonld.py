"""`{% load jsonld %}{% action_jsonld action text_language %}`: the sheet for machines, in the head of its page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from seguia.actions import jsonld
from seguia.actions.models import Action, Status

register = template.Library()


@register.simple_tag
def action_jsonld(action: Action, language: str | None = None) -> SafeString:
    """A data block; nothing for a sheet that is not published."""
    if action.status != Status.PUBLISHED:
        return SafeString("")
    data = jsonld.script_safe(jsonld.action_jsonld(action, language))
    return format_html('<script type="application/ld+json">{}</script>', data)
