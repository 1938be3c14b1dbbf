"""Help while typing."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from seguia.core.languages import current_language, direction
from seguia.search.suggestions import suggest


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """`?q=comp` → `[{"text": "compostage", "language": "fr", "label": "التسميد", "direction": "ltr"}, …]`, at most eight.

    `label` is the reader's word for it, empty where `text` is in the reader's language already.
    """
    found = suggest(request.GET.get("q", ""), current_language())
    told = [asdict(suggestion) | {"direction": direction(suggestion.language)} for suggestion in found]
    return JsonResponse(told, safe=False)
