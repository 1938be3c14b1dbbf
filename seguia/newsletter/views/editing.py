"""One issue on the desk: its texts and parts, previews, a test, sending."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seguia.core.errors import Invalid, NotFound
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.languages import current_language, language_codes, own_name
from seguia.newsletter import writing
from seguia.newsletter.forms import IssueForm, ScheduleForm, TextItemForm
from seguia.newsletter.models import Issue, IssueState
from seguia.newsletter.preview import preview_of
from seguia.newsletter.queries import issue_for, progress_of, subscriber_numbers
from seguia.newsletter.reading import items_of, missing_languages
from seguia.newsletter.registry import item_kinds


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The texts of a draft, and all that can be done with it; of a later one how far it is."""
    issue = issue_for(request.user, public_id)
    form = IssueForm(
        request.POST if request.method == "POST" else None,
        initial={"title": issue.title, "introduction": issue.introduction},
    )
    if request.method == "POST" and form.is_valid():
        try:
            writing.change_issue(issue, user=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("newsletter:edit", public_id)
        except ValidationError as error:
            form.add_error(None, error.messages)
    return render(
        request, "newsletter/desk/edit.html", _context(request, issue, form), status=400 if form.errors else 200
    )


def _context(
    request: HttpRequest, issue: Issue, form: IssueForm, item_form: TextItemForm | None = None
) -> dict[str, Any]:
    words = request.GET.get("q", "")[:200].replace("\0", "")
    is_draft = issue.state == IssueState.DRAFT
    read = items_of(issue)
    return {
        "issue": issue,
        "form": form,
        "item_form": item_form or TextItemForm(),
        "schedule_form": ScheduleForm(),
        "form_key": new_form_key(),
        "is_draft": is_draft,
        "items": read,
        "gone": [item for item in issue.items.all() if item.pk not in {one.pk for one in read}],
        "words": words,
        "offers": [(kind, kind.find(words, current_language())) for kind in item_kinds()] if is_draft else [],
        "missing": [(own_name(code), names) for code, names in missing_languages(issue).items()],
        "languages": [(code, own_name(code)) for code in language_codes()],
        "progress": {} if is_draft else progress_of(issue),
        "total": subscriber_numbers(request.user).total,
    }


@login_required
@require_POST
def add_item(request: HttpRequest, public_id: str) -> HttpResponseRedirect:
    """Put something of the platform into the issue."""
    kind, object_id = request.POST.get("kind", ""), request.POST.get("object_id", "").replace("\0", "")
    return _done(
        request, public_id, lambda issue: writing.add_item(issue, user=request.user, kind=kind, object_id=object_id)
    )


@login_required
@require_POST
def add_text(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Put a text of one's own into it; a faulty one comes back as it was typed."""
    issue = issue_for(request.user, public_id)
    item_form = TextItemForm(request.POST)
    if item_form.is_valid():
        title, text = item_form.cleaned_data["item_title"], item_form.cleaned_data["item_text"]
        try:
            return take_effect_once(request, lambda: _text_added(request, issue, title, text))
        except ValidationError as error:
            item_form.add_error(None, error.messages)
    form = IssueForm(initial={"title": issue.title, "introduction": issue.introduction})
    return render(request, "newsletter/desk/edit.html", _context(request, issue, form, item_form), status=400)


def _text_added(request: HttpRequest, issue: Issue, title: Any, text: Any) -> str:
    writing.add_text(issue, user=request.user, title=title, text=text)
    return f"{reverse('newsletter:edit', args=[issue.public_id])}#parts"


@login_required
@require_POST
def change_item(request: HttpRequest, public_id: str, pk: int) -> HttpResponseRedirect:
    """Move or remove one part: the button pressed says which."""
    deed = request.POST.get("deed", "")
    if deed not in {"up", "down", "remove"}:
        raise Invalid(_("This form is incomplete. Nothing was saved; reload the page and send it again."))

    def change(issue: Issue) -> None:
        if deed == "remove":
            writing.remove_item(issue, user=request.user, pk=pk)
        else:
            writing.move_item(issue, user=request.user, pk=pk, up=deed == "up")

    return _done(request, public_id, change)


def _done(request: HttpRequest, public_id: str, deed: Callable[[Issue], object]) -> HttpResponseRedirect:
    deed(issue_for(request.user, public_id))
    return HttpResponseRedirect(f"{reverse('newsletter:edit', args=[public_id])}#parts")


@never_cache
@login_required
@require_safe
def preview(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """The mail as a reader of that language gets it, as HTML and as text."""
    issue = issue_for(request.user, public_id)
    if language not in language_codes():
        raise NotFound(_("This language is not known here."))
    with override(language):
        shown = preview_of(issue, language)
    context = {"issue": issue, "shown": shown, "language_shown": language, "languages": language_codes()}
    return render(request, "newsletter/desk/preview.html", context)


@login_required
@require_POST
def send_test(request: HttpRequest, public_id: str) -> HttpResponseRedirect:
    """To whoever asks for it, nobody else."""
    language = request.POST.get("language", "")
    if language not in language_codes():
        raise NotFound(_("This language is not known here."))
    writing.send_test(issue_for(request.user, public_id), user=request.user, language=language)
    messages.success(request, _("A test goes to your own address."))
    return redirect("newsletter:edit", public_id)


@login_required
@require_POST
def schedule(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Send it, now or later: once, however often the button is pressed."""
    issue = issue_for(request.user, public_id)
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("This is no moment that can be understood. Nothing was scheduled."))
    return take_effect_once(request, lambda: _scheduled(request, issue, form.cleaned_data["send_at"]))


def _scheduled(request: HttpRequest, issue: Issue, send_at: Any) -> str:
    writing.schedule_issue(issue, user=request.user, send_at=send_at)
    messages.success(request, _("The issue will be sent. You can follow it here."))
    return reverse("newsletter:edit", args=[issue.public_id])


@login_required
@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponseRedirect:
    """A draft again."""
    writing.take_back_issue(issue_for(request.user, public_id), user=request.user)
    messages.success(request, _("The issue is a draft again. Nothing was sent."))
    return redirect("newsletter:edit", public_id)


@login_required
@require_POST
def delete(request: HttpRequest, public_id: str) -> HttpResponseRedirect:
    """Only a draft."""
    writing.delete_issue(issue_for(request.user, public_id), user=request.user)
    messages.success(request, _("The draft is deleted."))
    return redirect("newsletter:desk")
