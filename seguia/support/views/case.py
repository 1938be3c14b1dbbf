"""The page of a case: the need, what is recommended, the thread, what is due; and writing into the thread."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Conflict, Invalid, NotFound, Refused
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.languages import current_language
from seguia.files.services import KeptUpload
from seguia.membership.views.answering import add_faults, told
from seguia.support.attachments import kept_files, prepare_files
from seguia.support.forms import MessageForm
from seguia.support.models import WORKED_ON, Case, CaseStatus
from seguia.support.queries import case_for, deadlines_for, lines_for, offer_for
from seguia.support.recommendations.pages import recommendations_of
from seguia.support.rules import Standing, standing_of
from seguia.support.services.messages import NewerMessages, NewMessage, post_message
from seguia.support.views.kept import kept_page

NOTHING_SEEN = "0"


@for_signed_in
@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One case, as much of it as this person may read."""
    return case_page(request, case_for(request.user, public_id))


def case_page(
    request: HttpRequest, case: Case, form: MessageForm | None = None, *, seen: str = "", status: int = 200
) -> HttpResponse:
    """The page; `seen` marks up to where a writer had read, so that what is newer stands out."""
    user, standing = request.user, standing_of(request.user, case)
    lines = lines_for(case, standing)
    last = lines[-1].public_id if lines else NOTHING_SEEN
    is_open = not case.is_ended or case.may_be_reopened
    context = {
        "case": case,
        "standing": standing,
        "lines": lines,
        "newer": newer_ids(lines, seen, user.pk) if seen else set(),
        "last": last,
        "deadlines": deadlines_for(case, standing),
        "offer": offer_for(case, user) if standing.may_take else None,
        "recommended": recommendations_of(case, user),
        "form": form or MessageForm(is_desk=standing.reads_notes) if standing.reads_thread and is_open else None,
        "form_key": new_form_key(),
        "themes": list(case.themes.order_by("order", "pk")),
        "today": timezone.localdate(),
        **_deeds(case, standing),
    }
    return render(request, "support/case.html", context, status=status)


def newer_ids(lines: list[Any], seen: str, own: Any) -> set[str]:
    """Lines of others that came after the one a writer had read last."""
    ids = [line.public_id for line in lines]
    start = ids.index(seen) + 1 if seen in ids else 0
    return {line.public_id for line in lines[start:] if line.author_id != own}


def _deeds(case: Case, standing: Standing) -> dict[str, bool]:
    """What this person can do with the case as it is."""
    is_alive = not case.is_ended
    may_take = standing.may_take or (standing.reads_notes and case.status == CaseStatus.OPEN)
    return {
        "may_take": is_alive and may_take and not standing.is_adviser,
        "may_hand_over": is_alive and standing.reads_notes and (case.status in WORKED_ON or standing.is_secretariat),
        "may_set_deadline": is_alive and standing.reads_notes,
        "may_close": is_alive and standing.reads_thread,
        "may_withdraw": is_alive and standing.is_town,
        "may_reopen": case.may_be_reopened and standing.is_town,
    }


@require_POST
def write(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Send a message. Whatever happens, the text comes back: on the page of the case, or on a page of its own for who
    may not read the case (any more)."""
    try:
        case = case_for(request.user, public_id)
        standing = standing_of(request.user, case)
        if not standing.reads_thread:
            raise NotFound(_("There is no request for help with this address, or it is not yours to read."))
    except NotFound as error:
        return kept_page(request, error.message, [request.POST.get("text", "")], error.status)
    form = MessageForm(request.POST, request.FILES, is_desk=standing.reads_notes)
    status, seen = 400, ""
    if form.is_valid():
        try:
            with kept_files(prepare_files(form.cleaned_data["attached"])) as kept:
                return take_effect_once(request, lambda: _effect(request, case, form, kept))
        except ValidationError as error:
            add_faults(form, error)
        except NewerMessages as error:
            form.add_error(None, str(error.message))
            status, seen = error.status, request.POST.get("seen", "")
        except (Conflict, Refused, Invalid) as error:
            form.add_error("attached" if isinstance(error, Invalid) and request.FILES else None, str(error.message))
            status = error.status
    return case_page(request, case_for(request.user, public_id), form, seen=seen, status=status)


def _effect(request: HttpRequest, case: Case, form: MessageForm, kept: list[KeptUpload]) -> str:
    data = form.cleaned_data
    new = NewMessage(
        text=data["text"],
        is_private=data.get("is_private", False),
        waits_for_town=data.get("waits_for_town", False),
        language=current_language(),
        seen=request.POST.get("seen", "")[:8],
    )
    message = post_message(user=request.user, case=case, new=new, kept=kept)
    receipt = _("Your note is kept. The town does not see it.") if new.is_private else _("Your message is sent.")
    return told(request, receipt, f"{case.get_absolute_url()}#m-{message.public_id}")
