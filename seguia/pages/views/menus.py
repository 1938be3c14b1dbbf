"""The menus, and who writes pages: both are the secretariat's."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Conflict, Invalid, NotFound
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.pages import queries, services
from seguia.pages.forms import EditorForm
from seguia.pages.menu_forms import MenuForm
from seguia.pages.models import Menu
from seguia.pages.services.menus import menu_mark


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def menu(request: HttpRequest, name: str) -> HttpResponseBase:
    """Edit one menu as a whole."""
    require("pages.edit_menu", request.user)
    if name not in Menu.values:
        raise NotFound(_("There is no such menu."))
    items = queries.menu_items(name)
    if request.method != "POST":
        return _menu_page(request, name, MenuForm(items), menu_mark(items))
    form, seen = MenuForm(items, request.POST), request.POST.get("seen", "")
    if not form.is_valid():
        return _menu_page(request, name, form, seen, status=400)
    try:
        return take_effect_once(request, lambda: _saved(request, name, form, seen))
    except ValidationError as error:
        return _menu_page(request, name, form, seen, faults=error.messages, status=400)
    except Conflict as conflict:
        version = conflict.details.get("version", seen)
        return _menu_page(request, name, form, version, faults=[str(conflict.message)], status=conflict.status)


def _saved(request: HttpRequest, name: str, form: MenuForm, seen: str) -> str:
    services.save_menu(user=request.user, menu=name, items=form.items(), seen=seen)
    messages.success(request, _("The menu is saved; everybody sees it within a minute."))
    return reverse("pages:menu", args=[name])


def _menu_page(
    request: HttpRequest, name: str, form: MenuForm, seen: str, *, faults: list[str] | None = None, status: int = 200
) -> HttpResponseBase:
    context = {
        "menu": Menu(name),
        "menus": list(Menu),
        "rows": form.rows,
        "seen": seen,
        "present": queries.menu_items(name) if status == Conflict.status else [],
        "faults": faults or [],
        "form_key": new_form_key(),
    }
    return render(request, "pages/office/menu.html", context, status=status)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def editors(request: HttpRequest) -> HttpResponseBase:
    """Who writes beside the secretariat; POST lets one more, or one less."""
    require("pages.grant_editor", request.user)
    is_ending = request.method == "POST" and "end" in request.POST
    form = EditorForm(request.POST if request.method == "POST" and not is_ending else None)
    if is_ending:
        return take_effect_once(request, lambda: _ended(request, request.POST["end"]))
    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, lambda: _granted(request, form.cleaned_data["email"]))
        except (Invalid, Conflict) as error:
            form.add_error("email", str(error.message))
    context = {"editors": queries.page_editors(), "form": form, "form_key": new_form_key()}
    return render(request, "pages/office/editors.html", context, status=400 if form.errors else 200)


def _granted(request: HttpRequest, email: str) -> str:
    editor = services.grant_editor(user=request.user, email=email)
    messages.success(request, _("%(person)s writes pages from now on.") % {"person": editor.user})
    return reverse("pages:editors")


def _ended(request: HttpRequest, written: str) -> str:
    if not (written.isascii() and written.isdecimal() and len(written) < 12):
        raise NotFound(_("This person does not write pages any more."))
    services.revoke_editor(user=request.user, editor_id=int(written))
    messages.success(request, _("This person writes no pages any more. What was written stays."))
    return reverse("pages:editors")
