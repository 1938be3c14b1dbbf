"""The profile of a town: what it says of itself, so that it finds the towns that resemble it."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Conflict, NotFound
from seguia.core.permissions import require
from seguia.membership import forms
from seguia.membership.services.town_profiles import save_town_profile
from seguia.membership.views.answering import FormPage, answered, told
from seguia.territories.models import Territory
from seguia.territories.queries import existing_territory
from seguia.territories.similarity.pages import COMPARED


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def town_profile(request: HttpRequest, scheme: str, code: str) -> HttpResponseBase:
    """The people of the town and the secretariat."""
    territory = _town(scheme, code)
    require("membership.edit_town_profile", request.user, territory)
    form = forms.TownProfileForm(request.POST or None, territory)
    shown = {"territory": territory, "version": form["version"].value()}
    page = FormPage(
        _("What the town says of itself"), _("Save"), territory.get_absolute_url(),
        crumbs=[(territory.get_absolute_url(), territory.name)],
        lead=_("By this the network finds towns like yours. What you leave as it is, or empty, follows the register."),
        template="membership/town_profile.html", extra=shown,
    )  # fmt: skip

    def effect() -> str:
        version = form.cleaned_data["version"]
        try:
            save_town_profile(user=request.user, territory=territory, version=version, told=form.told())
        except Conflict:
            shown["version"] = _present_version(_town(scheme, code))
            raise
        return told(request, _("Saved."), page.back)

    return answered(request, form, page, effect)


def _present_version(territory: Territory) -> int:
    """Once told what happened, the person may save over it."""
    return territory.own_word.version if territory.own_word else 0


def _town(scheme: str, code: str) -> Territory:
    """A municipality that exists. Raises NotFound."""
    territory = existing_territory(scheme, code)
    if territory.kind not in COMPARED:
        raise NotFound(_("Only municipalities have such a profile."))
    return territory
