"""Every write begins here: the row locked, read anew, and the person's right checked against what it is now."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from seguia.core.errors import Conflict, NotFound
from seguia.core.permissions import require
from seguia.pages.models import Page
from seguia.search.changes import mark_changed


def locked_page(page: Page, user: Any) -> Page:
    """The page as it is now, locked until the end of the caller's transaction. Raises Refused, NotFound."""
    require("pages.edit_page", user, page)
    fresh = Page.objects.select_for_update(of=("self",)).filter(pk=page.pk).first()
    if fresh is None:
        raise NotFound(_("There is no page with this address."))
    return fresh


@contextmanager
def address_kept() -> Iterator[None]:
    """A transaction in which an address that somebody takes at the same moment is a Conflict, not a fault of ours."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Conflict(
            _("Somebody else took the same address at this moment. Nothing was saved; choose another address."),
            code="slug_taken",
        ) from error


def tell_search(page: Page) -> None:
    """The last write of every service."""
    mark_changed(page.kind, page.pk)
