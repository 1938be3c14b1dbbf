"""Pages for several things at once: look ahead, apply, what became of each, take back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Invalid
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.core.waiting import Decision, WaitingKind
from seguia.portal.desk.batches import MOST, Foreseen, begin_batch, chosen_keys, foreseen, run_batch, undo_batch
from seguia.portal.desk.forms import DecisionForm, add_faults
from seguia.portal.desk.models import DeskBatch, Outcome
from seguia.portal.desk.piles import decision_of, kind_for
from seguia.portal.desk.queries import batch_for, decisions_of
from seguia.portal.desk.services import label_of
from seguia.portal.desk.views import desk_address, tell


def _asked(request: HttpRequest) -> tuple[WaitingKind, Decision]:
    require("portal.open_desk", request.user)
    pile = kind_for(request.user, request.POST.get("pile", ""))
    return pile, decision_of(pile, request.POST.get("decision", ""))


@for_signed_in
@require_POST
def look_ahead(request: HttpRequest) -> HttpResponseBase:
    """What would happen to each of those ticked. Nothing is changed yet."""
    require("portal.open_desk", request.user)
    pile = kind_for(request.user, request.POST.get("pile", ""))
    if not request.POST.get("decision"):
        messages.warning(request, _("Choose what to decide. Nothing was changed."))
        return redirect(desk_address(pile.code))
    answer = decision_of(pile, request.POST["decision"])
    try:
        keys = chosen_keys(request.POST.getlist("item")[: MOST * 2])
    except Invalid as error:
        messages.warning(request, str(error.message))
        return redirect(desk_address(pile.code))
    rows = foreseen(user=request.user, kind=pile.code, decision=answer.code, keys=keys)
    return _preview(request, pile, answer, rows, DecisionForm() if answer.needs_reason else None)


def _preview(
    request: HttpRequest, pile: WaitingKind, answer: Decision, rows: list[Foreseen], form: DecisionForm | None
) -> HttpResponse:
    possible = [row for row in rows if not row.fault]
    context = {
        "pile": pile,
        "decision": answer,
        "possible": possible,
        "impossible": [row for row in rows if row.fault],
        "form": form,
        "back": desk_address(pile.code),
        "form_key": new_form_key(),
    }
    return render(request, "portal/desk/preview.html", context, status=400 if form and form.errors else 200)


@for_signed_in
@require_POST
def apply(request: HttpRequest) -> HttpResponseBase:
    """Decide all of them; then show what became of each."""
    pile, answer = _asked(request)
    form = DecisionForm(request.POST) if answer.needs_reason else None
    if form is not None and not form.is_valid():
        return _again(request, pile, answer, form)
    begun: list[DeskBatch] = []
    try:
        response = take_effect_once(request, lambda: _begun(request, pile, answer, form, begun))
    except ValidationError as error:
        add_faults(form, error)
        return _again(request, pile, answer, form)
    for batch in begun:
        run_batch(batch, user=request.user)
    return response


def _again(request: HttpRequest, pile: WaitingKind, answer: Decision, form: DecisionForm | None) -> HttpResponse:
    keys = chosen_keys(request.POST.getlist("item")[: MOST * 2])
    return _preview(
        request, pile, answer, foreseen(user=request.user, kind=pile.code, decision=answer.code, keys=keys), form
    )


def _begun(
    request: HttpRequest, pile: WaitingKind, answer: Decision, form: DecisionForm | None, begun: list[DeskBatch]
) -> str:
    keys, versions = request.POST.getlist("item"), request.POST.getlist("version")
    if len(keys) != len(versions):
        raise Invalid(_("This form is incomplete. Nothing was saved; reload the page and send it again."))
    batch = begin_batch(
        user=request.user,
        kind=pile.code,
        decision=answer.code,
        reason=form.cleaned_data["reason"] if form else "",
        chosen=list(zip(keys, versions, strict=True)),
    )
    begun.append(batch)
    return batch.get_absolute_url()


@login_required
@require_safe
def batch_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """What became of each."""
    batch = batch_for(request.user, public_id)
    pile = kind_for(request.user, batch.kind)
    told = [tell(request.user, one) for one in decisions_of(batch)]
    context = {
        "batch": batch,
        "pile": pile,
        "label": label_of(pile, batch.decision),
        "groups": [
            (outcome, found) for outcome in Outcome if (found := [t for t in told if t.decision.outcome == outcome])
        ],
        "pending": any(one.decision.outcome == Outcome.PENDING for one in told),
        "may_undo": any(one.may_undo for one in told),
        "back": desk_address(pile.code),
        "form_key": new_form_key(),
    }
    return render(request, "portal/desk/batch.html", context)


@for_signed_in
@require_POST
def resume(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Go on where a machine stopped in between; sent twice it decides nothing twice."""
    batch = batch_for(request.user, public_id)
    run_batch(batch, user=request.user)
    return redirect(batch.get_absolute_url())


@for_signed_in
@require_POST
def undo_all(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take back what can be taken back; doing it again finds nothing more to take back."""
    batch = batch_for(request.user, public_id)
    undone, faults = undo_batch(batch, user=request.user)
    if undone:
        told = ngettext("%(n)s decision is taken back.", "%(n)s decisions are taken back.", undone) % {"n": undone}
        messages.success(request, told)
    for fault in faults[:10]:
        messages.warning(request, fault)
    return redirect(batch.get_absolute_url())
