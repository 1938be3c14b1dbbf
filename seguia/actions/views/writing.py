"""Beginning and editing a sheet. Nothing that was typed is ever lost: whatever happens, the page comes back with it."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.actions import services
from seguia.actions.content import Content, InvalidContent, snapshot, unsaved, validate
from seguia.actions.editor import SheetForm, changed_rows, confirmed_from, content_from, fields_of, without_blank_rows
from seguia.actions.forms import BeginForm, add_faults
from seguia.actions.models import Action
from seguia.actions.queries import SheetRequest, action_for, sheet
from seguia.actions.views.conflicts import conflict_page, settled
from seguia.core.errors import Conflict, Invalid, NotFound, Refused, SeguiaError
from seguia.core.idempotency import SentDifferently, new_form_key, take_effect_once
from seguia.core.languages import language_codes
from seguia.core.permissions import require
from seguia.membership.queries import organisations_of


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponseBase:
    """Begin a sheet: three questions, then the editor."""
    organisations = organisations_of(request.user)
    if not organisations:
        raise Refused(_("Only people who act for an organisation may begin a sheet for it. Nothing was saved."))
    form = BeginForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, lambda: _begun(request.user, form.cleaned_data))
        except ValidationError as error:
            add_faults(form, error)
    context = {"form": form, "form_key": new_form_key()}
    return render(request, "actions/create.html", context, status=400 if form.errors else 200)


def _begun(user: Any, answers: dict[str, Any]) -> str:
    action = services.create_action(user=user, **answers)
    return reverse("actions:edit", args=[action.public_id])


@dataclass
class Desk:
    """What lies before the writer: the sheet, what was typed, from which version on."""

    action: Action
    content: Content
    base_version: int
    confirmed: dict[str, list[str]] = field(default_factory=dict)
    anchor: str = ""


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The editor. The button `do` says what is wanted: save, preview, or a change of the form's rows."""
    try:
        action = action_for(request.user, public_id)
        require("actions.edit_action", request.user, action)
        if request.method != "POST":
            return _editor(request, Desk(action, snapshot(action), action.version))
        desk = _posted(request, action)
    except Conflict as error:
        return conflict_page(request, action, int(request.POST["base_version"]), error, confirmed_from(request.POST))
    except (Refused, NotFound, Invalid) as error:
        return _kept(request, error)
    deed = request.POST.get("do", "save")
    if deed.startswith("save"):
        return _save(request, desk)
    if deed == "preview":
        return _preview(request, desk)
    desk.content, desk.anchor = changed_rows(desk.content, deed)
    return _editor(request, desk)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The sheet as it would look: with unsaved text when a form is sent, otherwise as it was last saved."""
    action = action_for(request.user, public_id)
    require("actions.edit_action", request.user, action)
    desk = _posted(request, action) if request.method == "POST" else Desk(action, snapshot(action), action.version)
    return _preview(request, desk)


def _posted(request: HttpRequest, action: Action) -> Desk:
    version = request.POST.get("base_version", "")
    if not version.isascii() or not version.isdecimal() or len(version) > 9:
        raise Invalid(_("This form belongs to no version of the sheet. Nothing was saved; copy your text and reload."))
    base = services.content_of_version(action, int(version))
    desk = Desk(action, content_from(request.POST, base), int(version), confirmed_from(request.POST))
    if "theirs_version" in request.POST:
        desk.content, desk.base_version = settled(request.POST, action, base, desk.content)
    return desk


def _save(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    try:
        return take_effect_once(request, lambda: _saved(request, desk))
    except InvalidContent as error:
        return _editor(request, desk, error.faults, status=400)
    except ValidationError as error:
        return _editor(request, desk, {"": error.messages}, status=400)
    except Conflict as error:
        if error.code == "same_field":
            return conflict_page(request, desk.action, desk.base_version, error, desk.confirmed)
        return _editor(request, desk, {"": [str(error.message)]}, status=error.status)
    except SentDifferently as error:
        return _editor(request, desk, {"": [str(error.message)]}, status=error.status)
    except (Refused, NotFound, Invalid) as error:
        return _kept(request, error)


def _saved(request: HttpRequest, desk: Desk) -> str:
    saved = services.save_action(
        desk.action,
        user=request.user,
        base_version=desk.base_version,
        content=without_blank_rows(desk.content),
        confirmed=desk.confirmed,
    )
    if not saved.changed:
        messages.info(request, _("Nothing had changed."))
    elif saved.merged:
        messages.success(request, _("Saved, together with what a colleague saved while you were writing."))
    else:
        messages.success(request, _("Saved as version %(number)s.") % {"number": saved.version})
    next_page = {"save-stay": "actions:edit", "save-media": "actions:media-add"}.get(request.POST.get("do", ""))
    return reverse(next_page, args=[desk.action.public_id]) if next_page else desk.action.get_absolute_url()


def _editor(
    request: HttpRequest, desk: Desk, faults: dict[str, list[str]] | None = None, status: int = 200
) -> HttpResponse:
    finds = {name: request.POST.get(f"find.{name}", "")[:100] for name in ("themes", "places")}
    number = sum(len(found) for found in (faults or {}).values())
    context = {
        "action": desk.action,
        "sheet": SheetForm(desk.action, desk.content, faults, finds),
        "base_version": desk.base_version,
        "confirmed": [f"{language}:{path}" for language, paths in desk.confirmed.items() for path in paths],
        "form_key": new_form_key(),
        "anchor": desk.anchor,
        "fault_count": ngettext("%(number)s thing to look at; nothing is saved yet.",
                                "%(number)s things to look at; nothing is saved yet.", number) % {"number": number},
    }  # fmt: skip
    return render(request, "actions/edit.html", context, status=status)


def _preview(request: HttpRequest, desk: Desk) -> HttpResponse:
    try:
        content = validate(without_blank_rows(desk.content))
    except InvalidContent as error:
        return _editor(request, desk, error.faults, status=400)
    hidden = [
        *fields_of(content),
        *(("confirm", f"{language}:{path}") for language, paths in desk.confirmed.items() for path in paths),
        ("base_version", str(desk.base_version)),
    ]
    extra = {
        "hidden": hidden,
        "form_key": new_form_key(),
        "tabs": [],
        "preview_languages": [code for code in language_codes() if content["title"].get(code)],
    }
    shown = unsaved(desk.action, content)
    wanted = SheetRequest(request.POST.get("text"), is_preview=True, extra=extra)
    return render(request, "actions/preview.html", sheet(shown, request.user, wanted))


def _kept(request: HttpRequest, error: SeguiaError) -> HttpResponseBase:
    """The form cannot be used any more, but what was typed is there to be copied."""
    technical = {"csrfmiddlewaretoken", "form_key", "base_version", "do"}
    typed = [
        (name, text)
        for name in request.POST
        if name not in technical and not name.endswith((".present", ".key"))
        for text in request.POST.getlist(name)
        if text.strip()
    ]
    if not typed:
        raise error
    context = {"message": error.message, "typed": typed, "is_signed_in": request.user.is_authenticated}
    return render(request, "actions/kept.html", context, status=error.status)
