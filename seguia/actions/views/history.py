"""What a sheet was: its versions, and what changed between two of them. Not for the public: earlier drafts may say
what was withdrawn for a reason."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seguia.accounts.entering import for_signed_in
from seguia.actions.content import changes, group_label
from seguia.actions.models import Action
from seguia.actions.queries import action_for, journey_of, version_of, versions_of
from seguia.actions.standing import standing_of
from seguia.core.errors import Invalid, Refused

LIMIT = 200


def _for_insiders(user: Any, public_id: str) -> Action:
    """The sheet for the people of its organisation and the secretariat. Raises NotFound, Refused."""
    action = action_for(user, public_id)
    standing = standing_of(user, action.organisation_id)
    if not (standing.is_member or standing.is_staff):
        raise Refused(_("Earlier versions are open to the organisation of the sheet and to the secretariat."))
    return action


@for_signed_in
@require_safe
def versions(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Who saved when."""
    action = _for_insiders(request.user, public_id)
    context = {
        "action": action,
        "versions": list(versions_of(action)[:LIMIT]),
        "journey": journey_of(action, request.user),
    }
    return render(request, "actions/versions.html", context)


@for_signed_in
@require_safe
def diff(request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
    """What version `number` changed; `?from=` compares with another than the one before."""
    action = _for_insiders(request.user, public_id)
    after = version_of(action, number)
    before = version_of(action, _number(request.GET.get("from", str(number - 1))))
    found = changes(before.content, after.content)
    context = {
        "action": action,
        "before": before,
        "after": after,
        "changes": [(change, group_label(change.path)) for change in found],
    }
    return render(request, "actions/diff.html", context)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Invalid(_("“%(value)s” is not the number of a version.") % {"value": text[:20]})
    return int(text)
