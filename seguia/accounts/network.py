"""The network as it names itself to people."""

from django.conf import settings

from seguia.core.languages import current_language


def network_name() -> str:
    """The network's name in the language of the reader."""
    return settings.NETWORK_NAME.get(current_language()) or next(iter(settings.NETWORK_NAME.values()))
