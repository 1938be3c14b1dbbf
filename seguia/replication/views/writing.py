"""Beginning and writing a plan. Nothing that was typed is ever lost: whatever happens, the page comes back with it."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.actions.models import Action, Status
from seguia.actions.queries import action_for
from seguia.core.errors import Conflict, Refused
from seguia.core.idempotency import SentDifferently, new_form_key, take_effect_once
from seguia.membership.queries import organisations_of
from seguia.replication import services
from seguia.replication.editor import blank_form, edit_from, form_of
from seguia.replication.forms import BeginForm
from seguia.replication.models import Replication
from seguia.replication.queries.plans import own_plan_for
from seguia.replication.services import Disagreement
from seguia.replication.services.saving import InvalidPlan
from seguia.replication.views.keeping import keeps_typed


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Do this in my town: for whom, in which language; then the plan."""
    action = action_for(request.user, public_id)
    organisations = organisations_of(request.user)
    if not organisations:
        raise Refused(
            _("Only people who act for an organisation may take up an action for it. Ask your town for an invitation, or "
              "ask for membership. Nothing was saved.")
        )  # fmt: skip
    if action.status != Status.PUBLISHED:
        raise Conflict(
            _("This action is not published, so nobody can take it up now. Nothing was saved."), code="not_published"
        )
    form = BeginForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, lambda: _begun(request, action, form))
        except Conflict as error:
            form.add_error(None, str(error.message))
    context = {"action": action, "form": form, "form_key": new_form_key()}
    return render(request, "replication/begin.html", context, status=400 if form.errors else 200)


def _begun(request: HttpRequest, action: Action, form: BeginForm) -> str:
    plan = services.begin_plan(user=request.user, action=action, **form.cleaned_data)
    messages.success(request, _("The plan is there. Only your colleagues and the secretariat see it."))
    return reverse("replication:edit", args=[plan.public_id])


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The plan, part by part beside the source."""
    plan = own_plan_for(request.user, public_id)
    if request.method != "POST":
        return _editor(request, plan)
    try:
        return take_effect_once(request, lambda: _saved(request, plan))
    except InvalidPlan as error:
        return _editor(request, plan, faults=error.faults, status=400)
    except Conflict as error:
        conflicts = error.details.get("disagreements", ())
        return _editor(request, plan, message=str(error.message), conflicts=conflicts, status=error.status)
    except SentDifferently as error:
        return _editor(request, plan, message=str(error.message), status=error.status)


def _saved(request: HttpRequest, plan: Replication) -> str:
    before = plan.version
    saved = services.save_plan(plan, user=request.user, edit=edit_from(request.POST))
    if saved.version == before:
        messages.info(request, _("Nothing had changed."))
    else:
        messages.success(request, _("The plan is saved."))
    return reverse(
        "replication:edit" if request.POST.get("do") == "save-stay" else "replication:detail", args=[plan.public_id]
    )


def _editor(
    request: HttpRequest,
    plan: Replication,
    *,
    message: str = "",
    faults: Mapping[str, list[str]] | None = None,
    conflicts: Sequence[Disagreement] = (),
    status: int = 200,
) -> HttpResponse:
    typed = {name: str(request.POST[name]) for name in request.POST}
    form = form_of(plan, typed, faults, conflicts) if typed else blank_form(plan)
    context = {"plan": plan, "plan_form": form, "message": message, "form_key": new_form_key()}
    return render(request, "replication/edit.html", context, status=status)
