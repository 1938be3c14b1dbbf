"""Writing a page: begin, edit, preview, put pictures in. Whatever happens, typed text stays on the screen."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Conflict, Invalid, Refused
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import allowed, require
from seguia.pages import services
from seguia.pages.content import apply, snapshot, themes_of
from seguia.pages.forms import BeginForm, PageForm, add_faults
from seguia.pages.models import Kind, Page
from seguia.pages.pictures import picture_shown
from seguia.pages.queries import all_pages, library, page_by_id
from seguia.pages.rendering import faults_of
from seguia.pages.showing import page_context
from seguia.pages.views.editing import conflict_sides, editor_context, hidden_fields, inserted, typed_texts

MOST_PICTURES = 200


@for_signed_in
@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """Everything that is written, with states and languages."""
    require("pages.edit_page", request.user)
    kinds = [(kind, list(all_pages(kind))) for kind in Kind]
    context = {"kinds": kinds, "is_staff": allowed("pages.edit_menu", request.user)}
    return render(request, "pages/office/list.html", context)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponseBase:
    """A title in one language makes a draft."""
    require("pages.edit_page", request.user)
    kind = request.GET.get("kind") if request.GET.get("kind") in Kind.values else Kind.PAGE
    form = BeginForm(request.POST or None, initial={"kind": kind})
    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, lambda: _created(request, form))
        except ValidationError as error:
            add_faults(form, error)
    context = {"form": form, "form_key": new_form_key()}
    return render(request, "pages/office/create.html", context, status=400 if form.errors else 200)


def _created(request: HttpRequest, form: BeginForm) -> str:
    answers = form.cleaned_data
    page = services.create_page(
        user=request.user,
        kind=answers["kind"],
        original_language=answers["original_language"],
        title=answers["title"],
    )
    messages.success(request, _("The draft is kept. Nobody but those who write pages sees it."))
    return reverse("pages:edit", args=[page.public_id])


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The editor; `do` says what the form is sent for."""
    if not allowed("pages.edit_page", request.user):
        return _kept(request)
    page = page_by_id(public_id)
    if request.method != "POST":
        form = PageForm(page=page, initial=snapshot(page))
        return render(request, "pages/office/edit.html", editor_context(page, form, page.version))
    do = request.POST.get("do", "save")
    if do == "pick":
        return _pick(request, page)
    data = inserted(request.POST, page) if do == "insert" else request.POST
    form = PageForm(data, page=page)
    if do in ("write", "insert"):
        # Back from the preview or the library: typed text as it was, without faults being told yet.
        form.full_clean()
        form.errors.clear()
        return render(request, "pages/office/edit.html", editor_context(page, form, _base(request, page)))
    if not form.is_valid():
        return _faulty(request, page, form)
    return _preview(request, page, form) if do == "preview" else _save(request, page, form)


def _save(request: HttpRequest, page: Page, form: PageForm) -> HttpResponseBase:
    try:
        return take_effect_once(request, lambda: _saved(request, page, form))
    except ValidationError as error:
        add_faults(form, error)
        return _faulty(request, page, form)
    except Conflict as conflict:
        if conflict.code != "same_field":
            form.add_error(None, str(conflict.message))
            return _faulty(request, page, form, status=conflict.status)
        return _two_texts(request, page, conflict)


def _saved(request: HttpRequest, page: Page, form: PageForm) -> str:
    saved = services.save_page(page, user=request.user, base_version=_base(request, page), content=form.content())
    if not saved.changed:
        messages.info(request, _("Nothing had changed; nothing was saved."))
    elif saved.merged:
        messages.success(request, _("Saved, beside what a colleague changed meanwhile."))
    else:
        messages.success(request, _("Saved as version %(number)s.") % {"number": saved.page.version})
    stay = request.POST.get("do") == "save-stay"
    return reverse("pages:edit" if stay else "pages:manage", args=[page.public_id])


def _faulty(request: HttpRequest, page: Page, form: PageForm, status: int = 400) -> HttpResponseBase:
    context = editor_context(page, form, _base(request, page))
    return render(request, "pages/office/edit.html", context, status=status)


def _two_texts(request: HttpRequest, page: Page, conflict: Conflict) -> HttpResponseBase:
    """The editor with mine in it, and theirs above; saving again is a decision."""
    form = PageForm(page=page, initial=conflict.details["content"])
    context = editor_context(page, form, conflict.details["version"])
    context |= {"conflict": str(conflict.message), "sides": conflict_sides(conflict.details["disagreements"])}
    return render(request, "pages/office/edit.html", context, status=conflict.status)


def _preview(request: HttpRequest, page: Page, form: PageForm) -> HttpResponseBase:
    """As it will be published, from what is on the screen; nothing is saved."""
    content = form.content()
    apply(page, content)
    context = page_context(page, is_preview=True)
    faults = [(code, fault) for code, text in content["body"].items() for fault in faults_of(text)]
    context |= {
        "themes": themes_of(content),
        "faults": faults,
        "form_key": new_form_key(),
        "hidden": hidden_fields(request.POST),
        "is_unsaved": True,
        "preview_languages": sorted({*page.title, *page.body}),
    }
    return render(request, "pages/office/preview.html", context)


def _pick(request: HttpRequest, page: Page) -> HttpResponseBase:
    """The library, with the typed text carried along."""
    context = {
        "page": page,
        "images": [(image, picture_shown(image)) for image in library()[:MOST_PICTURES]],
        "form_key": new_form_key(),
        "hidden": hidden_fields(request.POST),
        "languages": sorted({*page.title, page.original_language}),
    }
    return render(request, "pages/office/pick.html", context)


def _base(request: HttpRequest, page: Page) -> int:
    """The version the form was made from. Raises Invalid."""
    written = request.POST.get("base_version", "")
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise Invalid(_("This form is incomplete. Nothing was saved; copy your text and reload the page."))
    return int(written)


def _kept(request: HttpRequest) -> HttpResponseBase:
    """Signed out meanwhile, or no editor any more: what was typed, to copy. Raises Refused when nothing was."""
    try:
        require("pages.edit_page", request.user)
    except Refused as refused:
        typed = typed_texts(request.POST)
        if request.method != "POST" or not typed:
            raise
        context = {"typed": typed, "message": str(refused.message)}
        return render(request, "pages/office/kept.html", context, status=refused.status)
    raise AssertionError("only called for people who may not edit")
