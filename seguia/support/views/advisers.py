"""Who advises: the secretariat names, changes, ends; an adviser may leave by themselves."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.core.permissions import require
from seguia.membership.views.answering import FormPage, answered, told
from seguia.support.forms import NameForm, OfficeForm, ReasonForm
from seguia.support.queries import adviser_for, advisers_with_load
from seguia.support.services.advisers import Office, change_office, end_adviser, name_adviser

FORM = ["GET", "HEAD", "POST"]


def _office(data: dict[str, Any]) -> Office:
    return Office(
        languages=data["languages"],
        kinds=data["kinds"],
        themes=list(data["themes"]),
        most_cases=data["most_cases"],
        is_volunteer=data["is_volunteer"],
    )


@for_signed_in
@require_http_methods(FORM)
def people(request: HttpRequest) -> HttpResponseBase:
    """Everybody who advises, with what they have to do; and a form to name somebody."""
    require("support.manage_advisers", request.user)
    form = NameForm(request.POST or None)
    address = reverse("support:advisers")
    page = FormPage(
        _("Advisers"), _("Name the adviser"), reverse("support:home"), template="support/advisers.html",
        lead=_("Advisers take requests for help, ask, recommend. Volunteers come from member towns."),
        crumbs=[(reverse("support:home"), _("Help desk"))], extra={"advisers": advisers_with_load()},
    )  # fmt: skip

    def effect() -> str:
        found = name_adviser(user=request.user, email=form.cleaned_data["email"], office=_office(form.cleaned_data))
        return told(request, _("%(person)s is an adviser now.") % {"person": found.user}, address)

    return answered(request, form, page, effect)


@for_signed_in
@require_http_methods(FORM)
def change(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Other languages, themes, kinds, or another number of requests."""
    require("support.manage_advisers", request.user)
    adviser = adviser_for(public_id)
    names = ("languages", "kinds", "most_cases", "is_volunteer")
    initial = {
        **{name: getattr(adviser, name) for name in names},
        "themes": [theme.slug for theme in adviser.themes.all()],
    }
    form = OfficeForm(request.POST or None, initial=initial)
    address = reverse("support:advisers")
    page = FormPage(
        str(adviser.user), _("Save"), address,
        crumbs=[(reverse("support:home"), _("Help desk")), (address, _("Advisers"))],
    )  # fmt: skip

    def effect() -> str:
        change_office(user=request.user, adviser=adviser, office=_office(form.cleaned_data))
        return told(request, _("Saved."), address)

    return answered(request, form, page, effect)


@for_signed_in
@require_http_methods(FORM)
def end(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """An adviser leaves."""
    adviser = adviser_for(public_id)
    require("support.end_adviser", request.user, adviser)
    form = ReasonForm(
        request.POST or None, label=_("What should the next advisers know?"),
        help_text=_("It becomes a private note in each open request; the towns do not read it."),
    )  # fmt: skip
    page = FormPage(
        _("End the work of this adviser?"), _("End it"), reverse("support:home"), is_danger=True,
        lead=str(adviser.user), crumbs=[(reverse("support:home"), _("Help desk"))],
        notes=[
            _("Open requests wait for another adviser at once, and the towns are told."),
            _("Whoever leaves reads these requests and their files no longer."),
        ],
    )  # fmt: skip

    def effect() -> str:
        number = end_adviser(user=request.user, adviser=adviser, reason=form.cleaned_data["reason"])
        sentence = ngettext(
            "Ended. %(n)s request waits for another adviser.", "Ended. %(n)s requests wait for another adviser.", number
        )
        is_own = adviser.user_id == request.user.pk
        address = reverse("support:home" if is_own else "support:advisers")
        return told(request, sentence % {"n": number}, address)

    return answered(request, form, page, effect)
