"""The editor: original and translation side by side. Whatever happens, the page comes back with what was typed."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Conflict, Invalid, NotFound, Refused
from seguia.core.translation_state import fingerprint
from seguia.translation.editing import editor_page, posted_texts
from seguia.translation.machine import FAULTS, provider
from seguia.translation.models import TranslationDraft
from seguia.translation.queries import draft_of, item_for, order_of
from seguia.translation.registry import Item
from seguia.translation.services.drafts import Posted, SavedTexts, drop_draft, save_texts
from seguia.translation.services.publishing import FiguresDiffer, submit_draft

SOFT_LOCK = datetime.timedelta(minutes=30)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: str, item: str, language: str) -> HttpResponseBase:
    """The editor. The button `do` says what is wanted: save, submit; `auto` is the page saving by itself."""
    typed: dict[str, Posted] = {}
    try:
        found = item_for(request.user, kind, item, language)
        if request.method != "POST":
            return _page(request, found)
        typed = posted_texts(request.POST)
        saved = save_texts(user=request.user, item=found, posted=typed)
    except (Refused, NotFound, Invalid) as error:
        if request.method != "POST":
            raise
        return _kept(request, error)
    if request.POST.get("do") == "auto":
        return _answer(found, saved)
    if not saved.is_complete:
        return _page(request, found, typed, saved, status=409 if saved.theirs else 400)
    if request.POST.get("do") == "submit":
        return _submit(request, found)
    messages.success(request, _("Saved. Only you and other translators see it until you publish it."))
    return HttpResponseRedirect(request.path)


def _submit(request: HttpRequest, item: Item) -> HttpResponseBase:
    try:
        is_published = submit_draft(user=request.user, item=item)
    except FiguresDiffer as error:
        return _page(request, item, notice=str(error.message), status=400)
    except (Conflict, Invalid) as error:
        return _page(request, item, notice=str(error.message), status=error.status)
    except ValidationError as error:
        return _page(request, item, notice=" ".join(error.messages), status=400)
    if is_published:
        messages.success(request, _("The translation is published. Thank you."))
        return HttpResponseRedirect(item.url)
    messages.success(request, _("Your translation is handed in. A second person reads it, then it is published."))
    return HttpResponseRedirect(reverse("translation:desk"))


def _page(
    request: HttpRequest,
    item: Item,
    typed: dict[str, Posted] | None = None,
    saved: SavedTexts | None = None,
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    draft = draft_of(item)
    page = editor_page(item, draft, typed)
    for shown in page.fields:
        if saved:
            shown.theirs = saved.theirs.get(shown.text.key)
            shown.faults = saved.faults.get(shown.text.key, [])
    lost = [(key, typed[key].text) for key in saved.faults if item.field(key) is None] if saved and typed else []
    order = order_of(item)
    context = {
        "page": page,
        "item": item,
        "draft": draft,
        "notice": notice,
        "lost": lost,
        "has_faults": bool(saved and not saved.is_complete),
        "colleague": _colleague(request.user, draft),
        "order": order,
        "order_fault": FAULTS.get(order.fault, "") if order else "",
        "has_machine": provider() is not None,
    }
    return render(request, "translation/edit.html", context, status=status)


def _colleague(user: Any, draft: TranslationDraft | None) -> TranslationDraft | None:
    """The draft, when somebody else has been working on it within the last half hour."""
    if draft is None or draft.worker_id in (None, user.pk) or draft.worker_seen is None:
        return None
    return draft if timezone.now() - draft.worker_seen < SOFT_LOCK else None


def _answer(item: Item, saved: SavedTexts) -> JsonResponse:
    """What the page needs to know after it saved by itself: new versions, and what to say."""
    rows = {row.key: row for row in saved.draft.texts.all()} if saved.draft else {}
    versions = {key: [rows[key].version, fingerprint(rows[key].text)] for key in saved.saved if key in rows}
    text = _("Saved as a draft.") if saved.is_complete else _("Not everything is saved: press “Save” to see why.")
    return JsonResponse({"versions": versions, "message": text, "complete": saved.is_complete})


def _kept(request: HttpRequest, error: Refused | NotFound | Invalid) -> HttpResponseBase:
    """It cannot be saved; the texts are shown, to be copied."""
    texts = [text for name, text in request.POST.items() if name.startswith("t-") and str(text).strip()]
    if request.POST.get("do") == "auto":
        return JsonResponse({"versions": {}, "message": str(error.message), "complete": False}, status=error.status)
    return render(request, "translation/kept.html", {"message": error.message, "texts": texts}, status=error.status)


@for_signed_in
@require_POST
def drop(request: HttpRequest, kind: str, item: str, language: str) -> HttpResponseBase:
    """Throw unpublished texts away."""
    drop_draft(user=request.user, item=item_for(request.user, kind, item, language))
    messages.success(request, _("The unpublished texts are thrown away."))
    return HttpResponseRedirect(reverse("translation:desk"))
