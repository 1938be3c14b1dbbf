"""The second person's page: each text accepted or sent back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Conflict
from seguia.core.permissions import allowed, require
from seguia.translation.editing import editor_page
from seguia.translation.forms import ReviewForm
from seguia.translation.queries import draft_for_review, item_for
from seguia.translation.rules import Reviewed
from seguia.translation.services.publishing import review_draft, texts_to_publish


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Original, proposal and what is published; ticked texts are published, the others go back with a reason."""
    draft = draft_for_review(public_id)
    item = item_for(request.user, draft.kind, draft.item, draft.language)
    if request.method != "POST":
        require("translation.review", request.user, Reviewed(draft, item))
    keys = {row.key for row in texts_to_publish(item, draft)}
    accepted = set(request.POST.getlist("accept")) & keys if request.method == "POST" else keys
    form, status = ReviewForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        try:
            version = request.POST.get("version", "")[:9]
            form.is_valid()
            is_all = review_draft(
                user=request.user,
                item=item,
                accepted=accepted,
                reason=request.POST.get("reason", ""),
                version=int(version) if version.isascii() and version.isdecimal() else -1,
            )
        except ValidationError as error:
            form.add_error("reason", error)
            status = 400
        except Conflict as error:
            form.add_error(None, str(error.message))
            status = error.status
        else:
            return _decided(request, item.url, is_all=is_all)
    fields = [shown for shown in editor_page(item, draft).fields if shown.text.key in keys]
    context = {
        "draft": draft,
        "item": item,
        "page": editor_page(item, draft),
        "fields": fields,
        "accepted": accepted,
        "form": form,
        "may_edit": allowed("translation.translate", request.user, item),
    }
    return render(request, "translation/review.html", context, status=status)


def _decided(request: HttpRequest, url: str, *, is_all: bool) -> HttpResponseBase:
    if is_all:
        messages.success(request, _("The translation is published."))
        return HttpResponseRedirect(url)
    messages.success(
        request, _("The ticked texts are published; the others went back to their author with your reason.")
    )
    return HttpResponseRedirect(reverse("translation:desk"))
