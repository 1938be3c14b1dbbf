"""Tags that are built into every template: texts with their language, formatted figures, addresses."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from seguia.core import formats, languages
from seguia.core.translated import Localised, as_translated
from seguia.ui.addresses import changed_query
from seguia.ui.markdown import to_html
from seguia.ui.navigation import NavigationItem, made_items, navigation_items

register = template.Library()


def _localised(value: Any, original: str | None, language: str | None = None) -> Localised:
    if isinstance(value, Localised):
        return value
    if isinstance(value, Mapping):
        return as_translated(value).localised(language, original)
    return Localised(str(value or ""), languages.current_language())


def _marked(element: str, content: Any, language: str) -> SafeString:
    if language == languages.current_language():
        return format_html("<{0}>{1}</{0}>", mark_safe(element), content)  # noqa: S308 -- element is ours
    return format_html(
        '<{0} lang="{2}" dir="{3}">{1}</{0}>',
        mark_safe(element),  # noqa: S308 -- element is ours
        content,
        language,
        languages.direction(language),
    )


@register.simple_tag
def text(value: Any, original: str | None = None, language: str | None = None) -> SafeString:
    """A short text in the best language for the reader, isolated and marked with its own `lang` and `dir`."""
    shown = _localised(value, original, language)
    return _marked("bdi", shown.text, shown.language) if shown else SafeString("")


@register.simple_tag
def plain(value: Any, original: str | None = None, language: str | None = None) -> str:
    """The same text without mark-up: for attributes and titles."""
    return _localised(value, original, language).text


@register.simple_tag
def lines(value: Any, original: str | None = None, language: str | None = None) -> SafeString:
    """A text of a few lines."""
    shown = _localised(value, original, language)
    return _marked("div", linebreaksbr(shown.text), shown.language) if shown else SafeString("")


@register.simple_tag
def prose(value: Any, original: str | None = None, language: str | None = None) -> SafeString:
    """A longer Markdown text as sanitised HTML in its own direction."""
    shown = _localised(value, original, language)
    if not shown:
        return SafeString("")
    html = mark_safe(to_html(shown.text))  # noqa: S308 -- sanitised
    extra = (
        ""
        if shown.language == languages.current_language()
        else format_html(' lang="{}" dir="{}"', shown.language, languages.direction(shown.language))
    )
    return format_html('<div class="prose"{}>{}</div>', extra, html)


@register.filter
def number(value: Decimal | float | None) -> str:
    """A figure as the reader writes it; empty for nothing."""
    return "" if value is None else formats.number(value)


@register.simple_tag
def money(value: Decimal, currency: str) -> str:
    """An amount with its currency."""
    return formats.money(value, currency)


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """A date in words."""
    return "" if value is None else formats.date(value)


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """A date and an hour."""
    return "" if value is None else formats.moment(value)


@register.filter
def partial_date(value: str) -> str:
    """A date known in part."""
    return formats.partial_date(value)


@register.filter
def country(code: str) -> str:
    """A country's name."""
    return formats.country_name(code)


@register.filter
def language_name(code: str) -> str:
    """How a language calls itself."""
    return languages.own_name(code)


@register.filter
def language_direction(code: str) -> str:
    """`rtl` or `ltr`."""
    return languages.direction(code)


@register.inclusion_tag("ui/parts/locator.html")
def locator(latitude: Decimal | float, longitude: Decimal | float, name: str) -> dict[str, Any]:
    """Where in the world a place is: a piece of the land's outline, 22° wide, as SVG (degrees, north up)."""
    width, height = 22, 12
    x, y = round(float(longitude), 2), round(-float(latitude), 2)
    left, top = round(x - width / 2, 2), round(y - height / 2, 2)
    figures = {"left": left, "top": top, "width": width, "height": height, "x": x, "y": y}
    return {**{key: str(value) for key, value in figures.items()}, "name": name}


@register.simple_tag(takes_context=True)
def main_navigation(context: dict[str, Any]) -> list[NavigationItem]:
    """The main parts of the site, in the order of their use."""
    return navigation_items(context["request"], is_bare=bool(context.get("is_bare")))


@register.simple_tag(takes_context=True)
def footer_navigation(context: dict[str, Any]) -> list[NavigationItem]:
    """What the footer leads to: its own menu, else the main parts."""
    return navigation_items(context["request"], "footer", is_bare=bool(context.get("is_bare")))


@register.simple_tag(takes_context=True)
def flagged_pages(context: dict[str, Any]) -> list[NavigationItem]:
    """Pages that are to be shown in the footer, beside its menu."""
    return made_items(context["request"], "flagged", is_bare=bool(context.get("is_bare")))


@register.simple_tag(takes_context=True)
def page_query(context: dict[str, Any], number: int) -> str:
    """The query string of another page of the same list."""
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def page_window(page: int, pages: int) -> list[int | None]:
    """Page numbers to offer: the first, the last and those around the present one; None is a gap."""
    near = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    window: list[int | None] = []
    for before, number in zip([0, *near], near, strict=False):
        window += [None, number] if number > before + 1 else [number]
    return window


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """This page's query string with some parameters changed; None removes one."""
    return changed_query(context["request"].GET, **{k: None if v is None else str(v) for k, v in changes.items()})
