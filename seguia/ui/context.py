"""What every page knows: the network's name, its languages, the same page in the other languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from seguia.core.languages import current_language, direction, language_codes, own_name
from seguia.ui.addresses import in_other_language


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    code = current_language()
    return {
        "network_name": settings.NETWORK_NAME.get(code) or next(iter(settings.NETWORK_NAME.values())),
        "language": code,
        "page_direction": direction(code),
        "demonstration": settings.DEMONSTRATION,
        "site_url": settings.SITE_URL,
        "other_languages": [
            {
                "code": other,
                "name": own_name(other),
                "direction": direction(other),
                "url": in_other_language(request, other),
            }
            for other in language_codes()
        ],
    }
