"""A person's notices and how they want to be told; nobody else sees either."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seguia.notifications import services
from seguia.notifications.forms import PreferencesForm
from seguia.notifications.notice_kinds import told
from seguia.notifications.preferences import wishes_by_group
from seguia.notifications.queries import newest_number, notices_of, state_of, unread_number

PER_PAGE = 20


@never_cache
@login_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """Unread first, the newest first."""
    page = Paginator(notices_of(request.user), PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    context = {
        "page": page,
        "notices": told(page.object_list),
        "unread": unread_number(request.user),
        "up_to": newest_number(request.user),
        "state": state_of(getattr(request.user, "email", "")),
        "address": getattr(request.user, "email", ""),
    }
    return render(request, "notifications/list.html", context)


@never_cache
@login_required
@require_safe
def open_notice(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Read it and go where it leads; reading it again changes nothing."""
    person: Any = request.user
    notice = services.mark_read(user=person, pk=pk)
    said = told([notice])[0][1]
    if said and said.path:
        return redirect(said.path)
    messages.info(request, _("What this notice was about is no longer there. The notice is marked as read."))
    return redirect("notifications:list")


@login_required
@require_POST
def mark_read(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Put one aside without opening it."""
    person: Any = request.user
    services.mark_read(user=person, pk=pk)
    return redirect("notifications:list")


@login_required
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponseRedirect:
    """Put all aside that the page knew of; what came since stays unread."""
    person: Any = request.user
    last = request.POST.get("up_to", "")
    up_to = int(last) if last.isascii() and last.isdecimal() and len(last) <= 18 else 0
    number = services.mark_all_read(user=person, up_to=up_to)
    done = ngettext("%(n)s notice is marked as read.", "%(n)s notices are marked as read.", number)
    messages.success(request, done % {"n": number})
    return redirect("notifications:list")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How this person wants to be told."""
    person: Any = request.user
    form = PreferencesForm(wishes_by_group(person), person.language, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.save_preferences(user=person, wishes=form.chosen(), language=form.cleaned_data["language"])
        messages.success(request, _("Saved. Mails that are already on their way may still arrive."))
        return redirect("notifications:preferences")
    context = {"form": form, "address": person.email, "state": state_of(person.email)}
    return render(request, "notifications/preferences.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def try_again(request: HttpRequest) -> HttpResponseRedirect:
    """The person says that their own address works again."""
    person: Any = request.user
    services.clear_bounce(user=person, address=person.email)
    messages.success(request, _("Mails go to your address again."))
    return redirect("notifications:preferences")
