"""When everybody reads a page: at once, from a moment on, no longer."""

import datetime
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid
from seguia.pages.menus import forget_menus
from seguia.pages.models import Page, Status
from seguia.pages.services.locking import locked_page, tell_search

log = logging.getLogger("seguia.pages")
FARTHEST = datetime.timedelta(days=366 * 3)
"""Nobody plans further; a slip of the year is noticed."""


def publish_page(page: Page, *, user: Any, at: datetime.datetime | None = None) -> Page:
    """Published from `at` on (default: now). A page that is live keeps its first moment.

    Raises Refused, NotFound, Conflict, Invalid.
    """
    now = timezone.now()
    if at is not None and timezone.is_naive(at):
        raise Invalid(_("This moment names no time zone."))
    if at is not None and at > now + FARTHEST:
        raise Invalid(_("This date is more than three years away. Nothing was changed; look at the year."))
    with transaction.atomic():
        fresh = locked_page(page, user)
        if fresh.is_live(now):
            raise Conflict(_("This page is published already. Nothing was changed."), code="wrong_state")
        fresh.status = Status.PUBLISHED
        fresh.published_at = max(at, now) if at else now
        fresh.is_announced = fresh.published_at <= now
        _save(fresh)
        record_event("pages.page.published", fresh, actor=user, at=fresh.published_at.isoformat())
        forget_menus()
        tell_search(fresh)
    return fresh


def withdraw_page(page: Page, *, user: Any) -> Page:
    """A draft again, whatever it was. Raises Refused, NotFound, Conflict."""
    with transaction.atomic():
        fresh = locked_page(page, user)
        if fresh.status == Status.DRAFT:
            raise Conflict(_("This page is a draft already. Nothing was changed."), code="wrong_state")
        fresh.status, fresh.published_at, fresh.is_announced = Status.DRAFT, None, False
        _save(fresh)
        record_event("pages.page.withdrawn", fresh, actor=user)
        forget_menus()
        tell_search(fresh)
    return fresh


def archive_page(page: Page, *, user: Any) -> Page:
    """Out of sight, kept with its versions. Raises Refused, NotFound, Conflict."""
    with transaction.atomic():
        fresh = locked_page(page, user)
        if fresh.status == Status.ARCHIVED:
            raise Conflict(_("This page is archived already. Nothing was changed."), code="wrong_state")
        fresh.status, fresh.published_at, fresh.is_announced = Status.ARCHIVED, None, False
        _save(fresh)
        record_event("pages.page.archived", fresh, actor=user)
        forget_menus()
        tell_search(fresh)
    return fresh


def _save(page: Page) -> None:
    page.changed_at = timezone.now()
    page.full_clean()
    page.save()


def announce_due_pages() -> int:
    """Tell search and menus of pages whose moment has come; readers see them by the clock, with or without this."""
    told = 0
    for number in list(
        Page.objects.live().filter(is_announced=False).order_by("published_at").values_list("pk", flat=True)
    ):
        with transaction.atomic():
            page = Page.objects.select_for_update(of=("self",)).get(pk=number)
            if not page.is_live() or page.is_announced:
                continue
            page.is_announced = True
            page.save(update_fields=["is_announced"])
            record_event("pages.page.announced", page)
            forget_menus()
            tell_search(page)
            told += 1
    if told:
        log.info("%s scheduled pages are published now", told)
    return told
