"""Trying the demonstration as somebody: only in the demonstration, only from this machine."""

import ipaddress

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.models import User
from seguia.core.errors import NotFound
from seguia.portal.queries import DemoPerson, demonstration_people

BACKEND = "django.contrib.auth.backends.ModelBackend"


def is_from_this_machine(request: HttpRequest) -> bool:
    """Whether the request comes from a loopback address and through no proxy."""
    if any(request.META.get(f"HTTP_{name}") for name in ("X_FORWARDED_FOR", "FORWARDED", "X_REAL_IP")):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """Choose a person; POST signs in as that person."""
    if not settings.DEMONSTRATION or not is_from_this_machine(request):
        raise NotFound(_("This page exists in the demonstration on your own machine only."))
    people = demonstration_people()
    if request.method == "POST":
        login(request, _chosen(people, request.POST.get("role", "")), backend=BACKEND)
        return redirect("portal:my-town")
    return render(request, "portal/demo.html", {"people": people})


def _chosen(people: list[DemoPerson], key: str) -> User:
    for person in people:
        if person.role.key == key:
            return person.user
    raise NotFound(_("There is no such person in the demonstration. Choose one from the list."))
