"""Showing what people wrote to one another."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from seguia.core.languages import current_language
from seguia.core.translated import Localised
from seguia.questions.showing import said_html

register = template.Library()


@register.simple_tag
def said(value: Any) -> SafeString:
    """A text of a conversation in its own language and direction: no HTML of theirs, links only to https."""
    if not isinstance(value, Localised) or not value:
        return SafeString("")
    if value.language == current_language():
        return format_html('<div class="prose">{}</div>', said_html(value.text))
    marked = '<div class="prose" lang="{}" dir="{}">{}</div>'
    return format_html(marked, value.language, value.direction, said_html(value.text))
