"""Writes about notices: tell people something, mark it read, forget what is old."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.accounts.models import User
from seguia.core.errors import NotFound
from seguia.notifications.models import Mail, Notice
from seguia.notifications.notice_kinds import NoticeGroup, notice_group, notice_kind
from seguia.notifications.outbox import holds_nul, queue_message
from seguia.notifications.preferences import ACCOUNT_MAIL, NOTICE_MAIL, Wish, wishes_of

KEPT_READ, KEPT = datetime.timedelta(days=180), datetime.timedelta(days=730)


def notify(
    kind: str,
    *,
    to: Iterable[User],
    facts: Mapping[str, Any] | None = None,
    topic: str = "",
    about: models.Model | None = None,
) -> list[Notice]:
    """Tell people something in the caller's transaction: on the page of notices and, as each wishes, by mail.

    Each person is told once, those who were switched off are not told. `facts` are plain JSON values from which the kind
    makes its sentence when it is read; `about` is what it is about, for `load` of the kind. The notices made are
    returned. Raises LookupError for an unknown kind, ValueError for facts that cannot be kept.
    """
    group = notice_group(notice_kind(kind).group)
    facts = dict(facts or {})
    if holds_nul(facts):
        raise ValueError("facts of a notice cannot hold NUL: PostgreSQL does not keep it")
    people = {user.pk: user for user in to if user.is_active}
    with transaction.atomic():
        wishes = wishes_of(list(people.values()), group)
        made = [
            _notice(kind, group, user, wishes[user.pk], facts, topic, about)
            for user in people.values()
            if wishes[user.pk].in_app or wishes[user.pk].mail != Mail.NONE
        ]
        Notice.objects.bulk_create(made)
        for notice in made:
            if notice.mail == Mail.AT_ONCE:
                _mail(notice, group)
    return made


def _notice(
    kind: str,
    group: NoticeGroup,
    user: User,
    wish: Wish,
    facts: dict[str, Any],
    topic: str,
    about: models.Model | None,
) -> Notice:
    now = timezone.now()
    return Notice(
        user=user,
        kind=kind,
        group=group.code,
        facts=facts,
        topic=topic,
        about_kind=about._meta.label_lower if about else "",
        about_id=str(about.pk) if about else "",
        is_shown=wish.in_app,
        created_at=now,
        mail=wish.mail,
        mailed_at=now if wish.mail == Mail.AT_ONCE else None,
    )


def _mail(notice: Notice, group: NoticeGroup) -> None:
    kind = ACCOUNT_MAIL if group.locked_because else NOTICE_MAIL
    queue_message(kind, to=notice.user, facts={"notice": notice.pk}, topic=group.code)


def mark_read(*, user: User, pk: int) -> Notice:
    """The person has seen it; seeing it again changes nothing. Raises NotFound, also for those of others."""
    notice = Notice.objects.filter(user=user, pk=pk, is_shown=True).first()
    if notice is None:
        raise NotFound(_("You have no notice with this address."))
    if not notice.is_read:
        notice.read_at = timezone.now()
        Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=notice.read_at)
    return notice


def mark_all_read(*, user: User, up_to: int) -> int:
    """Everything the page showed: what came since (a higher number) stays unread. Returns how many."""
    unread = Notice.objects.filter(user=user, is_shown=True, read_at=None, pk__lte=up_to)
    return unread.update(read_at=timezone.now())


def forget_old_notices() -> int:
    """Delete what was read half a year ago or told two years ago; a periodic job. Returns how many."""
    now = timezone.now()
    old = models.Q(read_at__lt=now - KEPT_READ) | models.Q(created_at__lt=now - KEPT)
    return Notice.objects.filter(old).delete()[0]
