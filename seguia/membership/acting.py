"""For which of their organisations a person acts at the moment: chosen once, kept in the session, checked each time."""

from typing import Any

from django.http import HttpRequest

from seguia.membership.models import Organisation
from seguia.membership.queries import organisations_connected_to

_SESSION_KEY = "acting_for"
_REQUEST_KEY = "_own_organisations"


def own_organisations(request: HttpRequest) -> list[Organisation]:
    """The organisations the person has a role in today; read once a request."""
    known: list[Organisation] | None = getattr(request, _REQUEST_KEY, None)
    if known is None:
        known = list(organisations_connected_to(request.user))
        setattr(request, _REQUEST_KEY, known)
    return known


def acting_organisation(request: HttpRequest) -> Organisation | None:
    """The chosen organisation while the person belongs to it, else the first they represent; None for the rest."""
    found = own_organisations(request)
    chosen = request.session.get(_SESSION_KEY, {}).get("id")
    acting = next((one for one in found if one.public_id == chosen), found[0] if found else None)
    _remember(request, acting, len(found))
    return acting


def choose_organisation(request: HttpRequest, public_id: str) -> Organisation | None:
    """Act for another of one's organisations from now on; None when it is not one of them."""
    found = own_organisations(request)
    chosen = next((one for one in found if one.public_id == public_id), None)
    if chosen is not None:
        _remember(request, chosen, len(found))
    return chosen


def _remember(request: HttpRequest, acting: Organisation | None, number: int) -> None:
    """What the header shows is kept in the session, so that no page needs a query for it."""
    if number < 2 or acting is None:
        request.session.pop(_SESSION_KEY, None) if _SESSION_KEY in request.session else None
        return
    kept = {"id": acting.public_id, "name": dict(acting.name)}
    if request.session.get(_SESSION_KEY) != kept:
        request.session[_SESSION_KEY] = kept


def acting(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the name of the chosen organisation, for people who have several. Asked only by pages that
    show it, so that feeds and sitemaps stay the same for everybody."""

    def name() -> dict[str, str] | None:
        session = getattr(request, "session", None)
        user = getattr(request, "user", None)
        if session is None or not getattr(user, "is_authenticated", False):
            return None
        found: dict[str, str] | None = session.get(_SESSION_KEY, {}).get("name")
        return found

    return {"acting_name": name}
