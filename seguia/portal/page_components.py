"""What texts of the network may show of the floors below: lists of actions, beside the words around them."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.actions.conditions import tagged_with
from seguia.actions.queries import published_actions
from seguia.core.errors import Invalid, Message
from seguia.pages.components import Component, Placed, Surroundings, register_component

MOST = 12
USUAL = 3


def _limit(placed: Placed) -> int | None:
    """How many; None for what is no number from 1 to `MOST`."""
    written = placed.parameters.get("limit", str(USUAL))
    if not written.isascii() or not written.isdecimal() or len(written) > 3:
        return None
    return int(written) if 1 <= int(written) <= MOST else None


def _actions(placed: Placed, around: Surroundings) -> SafeString:
    found = published_actions()
    if theme := placed.parameters.get("theme"):
        try:
            found = found.filter(tagged_with(theme))
        except Invalid:
            return SafeString("")
    return render_to_string("portal/parts/listed_actions.html", {"actions": found[: _limit(placed) or USUAL]})


def _check(placed: Placed) -> Message | None:
    if _limit(placed) is None:
        return _("“%(name)s” must be a whole number from 1 to %(most)s.") % {"name": "limit", "most": MOST}
    try:
        tagged_with(placed.parameters["theme"]) if placed.parameters.get("theme") else None
    except Invalid as error:
        return error.message
    return None


def register() -> None:
    """Make them known to every text."""
    register_component(
        Component(
            "actions",
            gettext_lazy("The latest actions, of a theme or of all"),
            ":::actions theme=energy limit=3",
            _actions,
            optional=("theme", "limit"),
            check=_check,
        )
    )
