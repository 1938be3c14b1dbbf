"""How many reports one reader can send: enough for a careful one, too few for a machine."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from seguia.core.errors import SeguiaError

MOST, SECONDS = 6, 3600
"""Reports from one place within an hour. The place is kept as a digest, and only for that hour."""


class TooMany(SeguiaError):
    """Too many reports from one place."""

    status = 429
    code = "too_many"


def count_report(request: HttpRequest) -> None:
    """Count one more from where this request comes. Raises TooMany; nothing is saved then."""
    key = f"seguia.reports.{_place_of(request)}"
    cache.add(key, 0, SECONDS)
    try:
        number = cache.incr(key)
    except ValueError:
        return
    if number > MOST:
        raise TooMany(
            _("You have sent %(most)s reports within an hour, which is the limit. This one is not saved: keep your "
              "text, wait an hour and send it again, or write to the secretariat.") % {"most": MOST}
        )  # fmt: skip


def _place_of(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"user-{request.user.pk}"
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:
        address = request.META.get("REMOTE_ADDR", "")
    return salted_hmac("seguia.reports.place", str(address)).hexdigest()
