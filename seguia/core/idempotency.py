"""Every form takes effect once: a double click, a reload or a lost answer leads to the same result.

A page carries a one-time key (`<input type="hidden" name="form_key" value="{{ form_key }}">`, made by `new_form_key`);
the view hands its effect to `take_effect_once`, which keeps the key in the same transaction.
"""

import datetime
import hashlib
import re
import secrets
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid, SeguiaError
from seguia.core.models import SubmittedForm

FIELD = "form_key"
KEPT_DAYS = 60
_SHAPE = re.compile("[A-Za-z0-9_-]{20,36}", re.ASCII)


class SentDifferently(SeguiaError):
    """The key of this form was used before, for another content."""

    status = 422
    code = "sent_differently"


def new_form_key() -> str:
    """A key for a form that is being shown."""
    return secrets.token_urlsafe(18)


def take_effect_once(request: HttpRequest, effect: Callable[[], str]) -> HttpResponseRedirect:
    """Run `effect` (returns the address to go to) in one transaction with the key of the form. The same form again:
    same address, no effect. Raises SentDifferently, Invalid, and whatever the effect raises (nothing is kept then)."""
    key, digest = _key_of(request), body_hash(request)
    user = request.user if request.user.is_authenticated else None
    try:
        with transaction.atomic():
            if known := SubmittedForm.objects.filter(key=key).first():
                return _again(known, user, digest)
            kept = SubmittedForm.objects.create(key=key, user=user, body_hash=digest)
            kept.result = effect()
            kept.save(update_fields=["result"])
    except IntegrityError:
        # Two at the same moment: the other one's key is committed now. Anything else is a real fault.
        known = SubmittedForm.objects.filter(key=key).first()
        if known is None:
            raise
        return _again(known, user, digest)
    return HttpResponseRedirect(kept.result)


def _again(known: SubmittedForm, user: Any, digest: str) -> HttpResponseRedirect:
    if known.user_id != getattr(user, "pk", None) or known.body_hash != digest:
        raise SentDifferently(
            _("This form was already sent once with another content. The first one is saved, this one is not: go "
              "back, reload the page and send your text again.")
        )  # fmt: skip
    return HttpResponseRedirect(known.result)


def _key_of(request: HttpRequest) -> str:
    key = request.POST.get(FIELD, "")
    if not _SHAPE.fullmatch(key):
        raise Invalid(_("This form is incomplete. Nothing was saved; reload the page and send it again."))
    return str(key)


def body_hash(request: HttpRequest) -> str:
    """The same for the same address, fields and files, whatever the protection token."""
    digest = hashlib.sha256(request.path.encode())
    for name in sorted(request.POST):
        if name not in {"csrfmiddlewaretoken", FIELD}:
            digest.update(repr((name, request.POST.getlist(name))).encode(errors="surrogatepass"))
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            content = hashlib.sha256()
            for chunk in upload.chunks():
                content.update(chunk)
            upload.seek(0)
            digest.update(repr((name, upload.name, content.hexdigest())).encode(errors="surrogatepass"))
    return digest.hexdigest()


def forget_old_forms() -> None:
    """Keys are kept for two months; a periodic job."""
    limit = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    SubmittedForm.objects.filter(at__lt=limit).delete()
