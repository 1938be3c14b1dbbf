"""The newsletter for everybody: past issues, asking for it, confirming."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from seguia.core.languages import current_language
from seguia.newsletter.consent import VERSION, WORDING
from seguia.newsletter.forms import SubscribeForm
from seguia.newsletter.queries import sent_issue, sent_issues
from seguia.newsletter.reading import items_of
from seguia.newsletter.subscribing import ask_for_newsletter, confirm_subscription, subscription_for

PER_PAGE = 20


@require_safe
def issue_list(request: HttpRequest) -> HttpResponse:
    """Past issues, the newest first."""
    page = Paginator(sent_issues(), PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    return render(request, "newsletter/list.html", {"page": page})


@require_safe
def issue(request: HttpRequest, public_id: str) -> HttpResponse:
    """One issue on the web, in the language of the page."""
    found = sent_issue(public_id)
    return render(request, "newsletter/issue.html", {"issue": found, "items": items_of(found)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether the address is known or not."""
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_newsletter(**form.cleaned_data)
            return redirect("newsletter:asked")
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
    context = {"form": form, "wording": WORDING[VERSION]}
    return render(request, "newsletter/subscribe.html", context, status=400 if form.errors else 200)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "newsletter/asked.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks (programs that follow every link of a mail confirm nothing), POST confirms."""
    context: dict[str, Any] = {"wording": WORDING[VERSION], "subscription": subscription_for(token)}
    if request.method == "POST":
        context["subscription"] = confirm_subscription(token=token, language=current_language())
    return render(request, "newsletter/confirm.html", context)
