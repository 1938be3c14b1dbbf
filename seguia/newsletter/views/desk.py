"""The newsletter of the secretariat: issues, numbers of subscribers, invitations."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from seguia.core.errors import Invalid
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.newsletter import writing
from seguia.newsletter.forms import InviteForm, IssueForm
from seguia.newsletter.inviting import Invited, invite_subscribers
from seguia.newsletter.queries import all_issues, subscriber_numbers

PER_PAGE = 20


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All issues and how many people subscribe."""
    page = Paginator(all_issues(request.user), PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    context = {"page": page, "numbers": subscriber_numbers(request.user)}
    return render(request, "newsletter/desk/overview.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponseBase:
    """Begin an issue."""
    require("newsletter.edit_issue", request.user)
    form = IssueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, lambda: _created(request, form))
        except ValidationError as error:
            form.add_error(None, error.messages)
    context = {"form": form, "form_key": new_form_key()}
    return render(request, "newsletter/desk/create.html", context, status=400 if form.errors else 200)


def _created(request: HttpRequest, form: IssueForm) -> str:
    issue = writing.create_issue(user=request.user, **form.cleaned_data)
    messages.success(request, _("The issue is begun. Now add what it is to tell."))
    return reverse("newsletter:edit", args=[issue.public_id])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Ask the people of an older list, once. The result is told line by line; what was faulty can be mended and sent again."""
    require("newsletter.invite_subscribers", request.user)
    form = InviteForm(request.POST if request.method == "POST" else None)
    report: Invited | None = None
    if request.method == "POST" and form.is_valid():
        try:
            report = invite_subscribers(user=request.user, listed=form.cleaned_data["listed"])
        except Invalid as error:
            form.add_error("listed", str(error))
    if report:
        form = InviteForm(initial={"listed": "\n".join(line for _number, line in report.faulty)})
    context = {"form": form, "report": report}
    return render(request, "newsletter/desk/invite.html", context, status=400 if form.is_bound and form.errors else 200)
