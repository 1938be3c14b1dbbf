"""The page on which a town makes a sheet of what came of its request."""

from django import forms
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import NotFound, Refused
from seguia.core.languages import current_language
from seguia.core.permissions import require
from seguia.membership.views.answering import FormPage, answered, told
from seguia.support.publishing import ResultSheet, publish_result, require_closed
from seguia.support.queries import case_for
from seguia.support.views.kept import kept_page


class ResultForm(forms.Form):
    """What everybody will read; proposed from the request, changed as the town likes."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=160, help_text=gettext_lazy("What you did, in a few words.")
    )
    problem = forms.CharField(
        label=gettext_lazy("Problem and context"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("Your request as you wrote it. Take out what is not for everybody."),
    )
    done = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy(
            "The result as it was noted when the request was closed. You can complete it in the sheet."
        ),
    )


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def publish_result_page(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Begin the sheet; once it is begun, the page leads there."""
    try:
        case = case_for(request.user, public_id)
        require("support.publish_result", request.user, case)
    except (NotFound, Refused) as error:
        if request.method != "POST":
            raise
        typed = [request.POST.get(name, "") for name in ResultForm.base_fields]
        return kept_page(request, error.message, typed, error.status)
    require_closed(case)
    if case.action is not None and request.method != "POST":
        return HttpResponseRedirect(reverse("actions:edit", args=[case.action.public_id]))
    form = ResultForm(request.POST or None, initial={"title": case.title, "problem": case.need, "done": case.result})
    page = FormPage(
        _("Make an action of the result"),
        _("Begin the sheet"),
        case.get_absolute_url(),
        crumbs=[(reverse("support:home"), _("Help desk")), (case.get_absolute_url(), case.label)],
        lead=_(
            "Other towns learn from what you did. This makes a draft that only your town sees, until you hand it in."
        ),
        notes=[_("Only what stands in these boxes goes into the sheet: no message, no file, no name of the request.")],
    )

    def effect() -> str:
        action = publish_result(
            user=request.user, case=case, sheet=ResultSheet(**form.cleaned_data, language=current_language())
        )
        return told(
            request,
            _("The draft is saved. Complete it, then submit it."),
            reverse("actions:edit", args=[action.public_id]),
        )

    return answered(request, form, page, effect)
