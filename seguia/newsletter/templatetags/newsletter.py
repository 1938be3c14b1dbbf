"""Longer texts in a mail: Markdown as everywhere, but no link leads away from home."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from seguia.core.translated import Localised
from seguia.newsletter.reading import home_links_only
from seguia.ui.markdown import to_html

register = template.Library()


@register.simple_tag
def mail_prose(text: Localised) -> SafeString:
    """Sanitised HTML in its own language and direction."""
    if not text:
        return SafeString("")
    html = mark_safe(home_links_only(to_html(text.text)))  # noqa: S308 -- sanitised
    return format_html('<div lang="{}" dir="{}">{}</div>', text.language, text.direction, html)
