"""One page from outside: its state, its languages, its preview link, its versions, and the deeds."""

import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.addresses import absolute
from seguia.core.errors import Invalid, NotFound
from seguia.core.formats import moment
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.files.views import picture as file_picture
from seguia.pages import services
from seguia.pages.comparing import changes
from seguia.pages.forms import PublishForm
from seguia.pages.models import Page, State, Status
from seguia.pages.preview import DAYS, PreviewGuest, page_of_token, preview_token
from seguia.pages.queries import page_by_id, version_of, versions_of
from seguia.pages.showing import other_languages, page_context

MOST_VERSIONS = 200


def _page(request: HttpRequest, public_id: str) -> Page:
    """For those who write. Raises Refused, NotFound."""
    require("pages.edit_page", request.user)
    return page_by_id(public_id)


@for_signed_in
@require_safe
def manage(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Its state and what can be done with it."""
    return _managed(request, _page(request, public_id), PublishForm())


def _managed(request: HttpRequest, page: Page, form: PublishForm) -> HttpResponseBase:
    token = preview_token(page.public_id)
    context = {
        "page": page,
        "state": page.state,
        "form": form,
        "form_key": new_form_key(),
        "reports": page.language_reports(),
        "addresses": other_languages(page),
        "preview_url": absolute(reverse("pages:shared", args=[token])) if page.state != State.ARCHIVED else "",
        "preview_days": DAYS,
        "versions": list(versions_of(page)[:MOST_VERSIONS]),
    }
    return render(request, "pages/office/manage.html", context, status=400 if form.errors else 200)


@for_signed_in
@require_http_methods(["POST"])
def publish(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """At once, or from the moment that is given."""
    page = _page(request, public_id)
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            return take_effect_once(request, lambda: _published(request, page, form.cleaned_data["at"]))
        except Invalid as error:
            form.add_error("at", str(error.message))
    return _managed(request, page, form)


def _published(request: HttpRequest, page: Page, at: datetime.datetime | None) -> str:
    done = services.publish_page(page, user=request.user, at=at)
    if done.state == State.SCHEDULED and done.published_at:
        told = _("It will be published on %(moment)s. Until then only those who write pages see it.")
        messages.success(request, told % {"moment": moment(done.published_at)})
    else:
        messages.success(request, _("It is published."))
    return reverse("pages:manage", args=[page.public_id])


DEEDS = {"withdraw": services.withdraw_page, "archive": services.archive_page}


@for_signed_in
@require_http_methods(["POST"])
def decide(request: HttpRequest, public_id: str, deed: str) -> HttpResponseBase:
    """Back to a draft, or into the archive."""
    page = _page(request, public_id)

    def effect() -> str:
        done = DEEDS[deed](page, user=request.user)
        archived = done.status == Status.ARCHIVED
        told = _("It is in the archive; nobody reads it any more.") if archived else _("It is a draft again.")
        messages.success(request, told)
        return reverse("pages:manage", args=[page.public_id])

    return take_effect_once(request, effect)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
    """What a version changed (`?from=` another than the one before); POST saves it anew."""
    page = _page(request, public_id)
    after = version_of(page, number)
    if request.method == "POST":
        try:
            return take_effect_once(request, lambda: _restored(request, page, number))
        except ValidationError as error:
            told = _("This version cannot come back as it was: %(faults)s")
            raise Invalid(told % {"faults": " ".join(error.messages)}) from error
    before = version_of(page, _number(request.GET.get("from", ""), number - 1)) if number > 1 else None
    context = {
        "page": page,
        "after": after,
        "before": before,
        "changes": changes(before.content if before else {}, after.content),
        "is_present": number == page.version,
        "form_key": new_form_key(),
    }
    return render(request, "pages/office/version.html", context)


def _number(written: str, default: int) -> int:
    if not written:
        return default
    if not written.isascii() or not written.isdecimal() or len(written) > 9:
        raise Invalid(_("“%(value)s” is not the number of a version.") % {"value": written[:20]})
    return int(written)


def _restored(request: HttpRequest, page: Page, number: int) -> str:
    saved = services.restore_version(page, user=request.user, number=number)
    if saved.changed:
        messages.success(request, _("Version %(number)s is the present one again.") % {"number": number})
    else:
        messages.info(request, _("Nothing had changed; nothing was saved."))
    return reverse("pages:manage", args=[page.public_id])


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponseBase:
    """A preview for whoever has the link; once it is published, the page itself. Raises NotFound."""
    page = page_by_id(page_of_token(token))
    if page.is_live():
        return redirect(page.get_absolute_url())
    if page.status == Status.ARCHIVED:
        raise NotFound(_("This page was withdrawn."))
    context = page_context(
        page,
        is_preview=True,
        image_url=lambda image, width: reverse("pages:shared-picture", args=[token, image.file.public_id, width]),
    )
    return render(request, "pages/page.html", context)


@require_safe
def shared_picture(request: HttpRequest, token: str, file_id: str, width: int) -> HttpResponseBase:
    """A picture of a shared preview, through the rights check of files. Raises NotFound."""
    request.user = PreviewGuest(page_by_id(page_of_token(token)).pk)  # type: ignore[assignment]
    return file_picture(request, file_id, width)
