"""What readers open: pages, news, the list of news."""

from urllib.parse import unquote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from seguia.core.languages import current_language
from seguia.pages.models import Kind
from seguia.pages.pictures import picture_shown
from seguia.pages.queries import live_news, page_at, theme_named
from seguia.pages.showing import page_context
from seguia.pages.standing import is_page_editor

PER_PAGE = 12


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A page of the site."""
    return _shown(request, Kind.PAGE, slug)


@require_safe
def news(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A piece of news."""
    return _shown(request, Kind.NEWS, slug)


def _shown(request: HttpRequest, kind: str, slug: str) -> HttpResponseBase:
    """In this language; addresses of earlier times and of other languages lead to the present one. Raises NotFound."""
    found = page_at(request.user, kind, current_language(), slug)
    if found.page.place or not found.is_present:
        query = request.META.get("QUERY_STRING", "")
        address = found.page.get_absolute_url()
        if unquote(address) != request.path:
            return redirect(f"{address}?{query}" if query else address)
    context = page_context(found.page, is_preview=not found.page.is_live())
    context["may_edit"] = is_page_editor(request.user)
    return render(request, "pages/page.html", context)


@require_safe
def news_list(request: HttpRequest) -> HttpResponseBase:
    """News, the newest first; `?theme=` narrows it. Raises NotFound for a theme that does not exist."""
    rows, theme = live_news(), None
    if slug := request.GET.get("theme", ""):
        theme = theme_named(slug)
        rows = rows.filter(themes=theme)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    context = {
        "page": page,
        "items": [(item, picture_shown(item.picture) if item.picture else None) for item in page],
        "theme": theme,
        "may_edit": is_page_editor(request.user),
    }
    return render(request, "pages/news_list.html", context)
