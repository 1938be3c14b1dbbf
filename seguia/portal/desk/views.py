"""Pages of the desk: the queue, one decision, taking it back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Message
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.portal.desk.forms import DecisionForm, add_faults
from seguia.portal.desk.models import DeskDecision, Outcome
from seguia.portal.desk.piles import Waiting, decision_of, item_of, kind_for, kinds_of, piles_of, queue
from seguia.portal.desk.queries import decision_for, last_decision_on, recent_decisions
from seguia.portal.desk.services import AlreadyDecided, decide_item, label_of, undo_decision


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, of all piles or of one, the oldest first."""
    require("portal.open_desk", request.user)
    piles = piles_of(request.user)
    chosen = next((pile for pile in piles if pile.kind.code == request.GET.get("pile")), None)
    told = [tell(request.user, one) for one in recent_decisions()]
    context = {
        "piles": piles,
        "total": sum(pile.count for pile in piles),
        "chosen": chosen,
        "queue": queue([chosen] if chosen else piles, _page_number(request)),
        "recent": told,
        "receipt": next((one for one in told if one.decision.public_id == request.GET.get("after")), None),
        "form_key": new_form_key(),
    }
    return render(request, "portal/desk/desk.html", context)


def _page_number(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1


@dataclass(frozen=True)
class Told:
    """A decision as the desk shows it."""

    decision: DeskDecision
    label: Message
    pile: Message
    may_undo: bool


def tell(user: Any, decision: DeskDecision) -> Told:
    """The words of a decision, and whether it can be taken back."""
    pile = next((kind for kind in kinds_of(user) if kind.code == decision.kind), None)
    if pile is None:
        return Told(decision, decision.decision, decision.kind, False)
    may_undo = pile.undo is not None and decision.outcome == Outcome.DONE
    return Told(decision, label_of(pile, decision.decision), pile.label, may_undo)


def desk_address(pile: str, **more: str) -> str:
    """The desk as the person had it: `pile` is empty for the queue of all piles."""
    asked = {**({"pile": pile} if pile else {}), **more}
    return reverse("portal:desk") + (f"?{urlencode(asked)}" if asked else "")


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, kind: str, key: str, decision: str) -> HttpResponseBase:
    """One decision on one thing: what it does, the reason where one is needed, a button."""
    require("portal.open_desk", request.user)
    pile = kind_for(request.user, kind)
    answer = decision_of(pile, decision)
    form = DecisionForm(request.POST or None) if answer.needs_reason else None
    faults: list[str] = []
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return take_effect_once(request, lambda: _decided(request, kind, key, decision, form))
        except AlreadyDecided as error:
            return _too_late(request, error)
        except ValidationError as error:
            faults = add_faults(form, error)
    item = item_of(pile, key)
    if item is None:
        return _gone(request, kind, key)
    context = {
        "row": Waiting(pile, item),
        "decision": answer,
        "form": form,
        "faults": faults,
        "pile": _pile_of(request),
        "back": desk_address(_pile_of(request)),
        "version": request.POST.get("version") or item.version,
        "form_key": new_form_key(),
    }
    has_faults = bool(faults or (form and form.errors))
    return render(request, "portal/desk/decide.html", context, status=400 if has_faults else 200)


def _pile_of(request: HttpRequest) -> str:
    """The filter the person came from."""
    given = request.POST.get("pile") if request.method == "POST" else request.GET.get("pile")
    return (given or "")[:60]


def _decided(request: HttpRequest, kind: str, key: str, decision: str, form: DecisionForm | None) -> str:
    done = decide_item(
        user=request.user,
        kind=kind,
        key=key,
        decision=decision,
        reason=form.cleaned_data["reason"] if form else "",
        version=request.POST.get("version", "")[:40].replace("\0", ""),
    )
    return desk_address(_pile_of(request), after=done.public_id)


def _too_late(request: HttpRequest, error: AlreadyDecided) -> HttpResponseBase:
    messages.info(request, str(error.message))
    return redirect(desk_address(_pile_of(request)))


def _gone(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    """The thing waits no longer: who decided it is said on the desk."""
    earlier = last_decision_on(kind, key)
    if earlier is not None:
        return _too_late(request, AlreadyDecided(earlier, tell(request.user, earlier).label))
    return render(request, "portal/desk/gone.html", {"back": desk_address(_pile_of(request))}, status=404)


@for_signed_in
@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take a decision back: a button on the desk."""
    decision = decision_for(request.user, public_id)
    return take_effect_once(request, lambda: _undone(request, decision))


def _undone(request: HttpRequest, decision: DeskDecision) -> str:
    undone = undo_decision(user=request.user, decision=decision)
    messages.success(request, undone.told)
    return decision.batch.get_absolute_url() if decision.batch else desk_address(_pile_of(request))
