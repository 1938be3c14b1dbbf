"""Writes about issues: begin, change, fill, schedule, take back. Nothing changes once an issue is being sent."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid, NotFound
from seguia.core.permissions import require
from seguia.core.translated import TranslatedText
from seguia.newsletter.models import Issue, IssueItem, IssueState
from seguia.newsletter.registry import item_kind
from seguia.newsletter.subscribing import ISSUE
from seguia.notifications.services import queue_message

MOST_ITEMS = 30


def create_issue(*, user: Any, title: TranslatedText, introduction: TranslatedText) -> Issue:
    """Begin an issue. Raises Refused, ValidationError."""
    require("newsletter.edit_issue", user)
    issue = Issue(title=title, introduction=introduction, created_by=user)
    issue.full_clean()
    with transaction.atomic():
        issue.save()
        record_event("newsletter.issue.created", issue, actor=user)
    return issue


def change_issue(issue: Issue, *, user: Any, title: TranslatedText, introduction: TranslatedText) -> Issue:
    """Raises Refused, Conflict when it is no longer a draft, ValidationError."""
    require("newsletter.edit_issue", user)
    with transaction.atomic():
        fresh = locked_draft(issue)
        fresh.title, fresh.introduction = title, introduction
        fresh.full_clean()
        fresh.save()
        record_event("newsletter.issue.changed", fresh, actor=user)
    return fresh


def delete_issue(issue: Issue, *, user: Any) -> None:
    """Only a draft can be deleted. Raises Refused, Conflict."""
    require("newsletter.edit_issue", user)
    with transaction.atomic():
        fresh = locked_draft(issue)
        record_event("newsletter.issue.deleted", fresh, actor=user)
        fresh.delete()


def add_item(issue: Issue, *, user: Any, kind: str, object_id: str) -> IssueItem:
    """Put something of the platform at the end; what stands in it already stays once. Raises Refused, Conflict, Invalid."""
    require("newsletter.edit_issue", user)
    known = item_kind(kind)
    object_id = object_id.strip().lower()
    if known is None or object_id not in known.load([object_id]):
        raise Invalid(_("There is nothing published with this identifier. Nothing was added."))
    with transaction.atomic():
        fresh = locked_draft(issue)
        if there := fresh.items.filter(kind=kind, object_id=object_id).first():
            return there
        return _added(fresh, IssueItem(issue=fresh, kind=kind, object_id=object_id))


def add_text(issue: Issue, *, user: Any, title: TranslatedText, text: TranslatedText) -> IssueItem:
    """Put a text of one's own at the end. Raises Refused, Conflict, Invalid, ValidationError."""
    require("newsletter.edit_issue", user)
    if not title:
        raise Invalid(_("Give this part a title in at least one language. Nothing was added."))
    with transaction.atomic():
        fresh = locked_draft(issue)
        return _added(fresh, IssueItem(issue=fresh, title=title, text=text))


def _added(issue: Issue, item: IssueItem) -> IssueItem:
    positions = list(issue.items.values_list("position", flat=True))
    if len(positions) >= MOST_ITEMS:
        raise Invalid(
            _("An issue has at most %(most)s parts. Nothing was added: remove another one first.")
            % {"most": MOST_ITEMS}
        )
    item.position = max(positions, default=0) + 1
    item.full_clean()
    item.save()
    issue.save(update_fields=["changed_at"])
    return item


def move_item(issue: Issue, *, user: Any, pk: int, up: bool) -> None:
    """Change places with the one before or after it; the first and the last stay. Raises Refused, Conflict, NotFound."""
    require("newsletter.edit_issue", user)
    with transaction.atomic():
        items = list(locked_draft(issue).items.all())
        place = _place(items, pk)
        other = place - 1 if up else place + 1
        if 0 <= other < len(items):
            items[place], items[other] = items[other], items[place]
        for number, item in enumerate(items, 1):
            item.position = number
        IssueItem.objects.bulk_update(items, ["position"])


def remove_item(issue: Issue, *, user: Any, pk: int) -> None:
    """Raises Refused, Conflict, NotFound."""
    require("newsletter.edit_issue", user)
    with transaction.atomic():
        items = list(locked_draft(issue).items.all())
        items[_place(items, pk)].delete()


def _place(items: list[IssueItem], pk: int) -> int:
    for place, item in enumerate(items):
        if item.pk == pk:
            return place
    raise NotFound(_("This part is no longer in the issue."))


def schedule_issue(issue: Issue, *, user: Any, send_at: datetime.datetime | None = None) -> Issue:
    """From this moment (now, if none is given) the worker sends it. Raises Refused, Conflict, Invalid."""
    require("newsletter.send_issue", user)
    with transaction.atomic():
        fresh = locked_draft(issue)
        if not fresh.introduction and not fresh.items.exists():
            raise Invalid(_("This issue is empty. Nothing was sent: write an introduction or add a part first."))
        now = timezone.now()
        if send_at is not None and send_at < now - datetime.timedelta(minutes=5):
            raise Invalid(_("This moment has passed. Nothing was scheduled: choose a later one, or send it now."))
        fresh.state, fresh.send_at = IssueState.SCHEDULED, send_at or now
        fresh.save()
        record_event("newsletter.issue.scheduled", fresh, actor=user, at=fresh.send_at.isoformat())
    return fresh


def take_back_issue(issue: Issue, *, user: Any) -> Issue:
    """A draft again, as long as nothing was sent. Raises Refused, Conflict."""
    require("newsletter.send_issue", user)
    with transaction.atomic():
        fresh = _locked(issue)
        if fresh.state != IssueState.SCHEDULED:
            raise Conflict(_("This issue is not scheduled, or is being sent already. Nothing was changed."))
        fresh.state, fresh.send_at = IssueState.DRAFT, None
        fresh.save()
        record_event("newsletter.issue.taken_back", fresh, actor=user)
    return fresh


def send_test(issue: Issue, *, user: Any, language: str) -> None:
    """One mail to whoever asks for it, as a subscriber of that language would get it. Raises Refused, Invalid."""
    require("newsletter.edit_issue", user)
    with transaction.atomic():
        queue_message(f"{ISSUE}_test", to=user, facts={"issue": issue.public_id}, language=language)


def locked_draft(issue: Issue) -> Issue:
    """The issue as it is now, if it can still be changed. Raises Conflict, NotFound."""
    fresh = _locked(issue)
    if fresh.state != IssueState.DRAFT:
        raise Conflict(
            _(
                "This issue is scheduled or was sent: it cannot be changed any more. Nothing was saved. Take it back first."
            )
            if fresh.state == IssueState.SCHEDULED
            else _("This issue is being sent or was sent: it cannot be changed any more. Nothing was saved.")
        )
    return fresh


def _locked(issue: Issue) -> Issue:
    fresh = Issue.objects.select_for_update().filter(pk=issue.pk).first()
    if fresh is None:
        raise NotFound(_("There is no such issue any more."))
    return fresh
