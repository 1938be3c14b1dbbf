"""Choosing the organisation one acts for at the moment."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import NotFound
from seguia.membership.acting import acting_organisation, choose_organisation, own_organisations


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponseBase:
    """List one's organisations; POST chooses. Choosing again changes nothing, so no form key is needed."""
    if request.method == "POST":
        chosen = choose_organisation(request, request.POST.get("organisation", "")[:20])
        if chosen is None:
            raise NotFound(_("You do not act for this organisation. Nothing was changed."))
        messages.success(request, _("You now act for %(organisation)s.") % {"organisation": chosen.label().text})
        return redirect("portal:my-town")
    context = {"acting": acting_organisation(request), "organisations": own_organisations(request)}
    return render(request, "membership/choose.html", context)
