"""What everybody may read."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seguia.core.languages import current_language
from seguia.core.permissions import allowed
from seguia.library.finding import Wanted, found_methods, narrowed_methods
from seguia.library.forms import FilterForm
from seguia.library.models import MethodKind
from seguia.library.queries import method_for, unpublished_methods
from seguia.library.showing import method_context

PER_PAGE = 20


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The published methods, narrowed by kind, theme and words; above them what the reader has in hand. Raises Invalid."""
    given = {name: request.GET.get(name, "") for name in ("kind", "theme", "goal")}
    wanted = Wanted(request.GET.get("q", "")[:300].strip(), **given)
    rows = found_methods(wanted, current_language()) if wanted.words else narrowed_methods(wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    context = {
        "page": page,
        "wanted": wanted,
        "form": FilterForm(initial={"q": wanted.words, "kind": wanted.kind, "theme": wanted.theme}),
        "kinds": MethodKind.choices,
        "unpublished": unpublished_methods(request.user),
        "may_write": allowed("library.write_methods", request.user),
    }
    return render(request, "library/list.html", context)


@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """A method in the language of `?text=` or of the page."""
    method = method_for(request.user, public_id)
    return render(request, "library/detail.html", method_context(method, request.user, request.GET.get("text")))
