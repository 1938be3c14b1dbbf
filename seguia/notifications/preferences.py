"""How each person wants to be told: one row a group they have said something about, the group's own way for the others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from seguia.accounts.models import User
from seguia.core.errors import Invalid
from seguia.core.languages import language_codes
from seguia.notifications.models import Mail, Notice, OptOut, Preference
from seguia.notifications.notice_kinds import NoticeGroup, notice_group, notice_groups
from seguia.notifications.subscriptions import recipient_of

NOTICE_MAIL, ACCOUNT_MAIL, DIGEST_MAIL = "notifications.notice", "notifications.account_notice", "notifications.digest"


@dataclass(frozen=True)
class Wish:
    """What holds for one person and group."""

    in_app: bool
    mail: Mail


def own_way(group: NoticeGroup) -> Wish:
    """What holds for people who have said nothing."""
    return Wish(group.in_app, group.mail)


def wishes_of(users: Collection[User], group: NoticeGroup) -> dict[int, Wish]:
    """By the id of each person. One query; none for what cannot be switched off."""
    known = {} if group.locked_because else _rows({"user__in": users, "group": group.code}, "user_id")
    return {user.pk: known.get(user.pk, own_way(group)) for user in users}


def wishes_by_group(user: User) -> list[tuple[NoticeGroup, Wish]]:
    """Everything one person can wish for. One query."""
    known = _rows({"user": user}, "group")
    return [
        (group, own_way(group) if group.locked_because else known.get(group.code, own_way(group)))
        for group in notice_groups(user)
    ]


def _rows(where: Mapping[str, Any], key: str) -> dict[Any, Wish]:
    rows = Preference.objects.filter(**where).values_list(key, "in_app", "mail")
    return {name: Wish(in_app, Mail(mail)) for name, in_app, mail in rows}


def save_preferences(*, user: User, wishes: Mapping[str, Wish], language: str) -> None:
    """What a person has chosen on the page; groups that are missing stay as they were. Raises Invalid."""
    if language not in language_codes():
        raise Invalid(_("This language is not known here. Nothing was changed."))
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        for code, wish in wishes.items():
            _save(person, _changeable(code), wish)
        if person.language != language:
            person.language = user.language = language
            person.save(update_fields=["language"])
        OptOut.objects.filter(recipient=recipient_of(person.pk), kind__in=_chosen_kinds(wishes)).delete()


def _chosen_kinds(wishes: Mapping[str, Wish]) -> list[str]:
    """Mails that were asked for anew: whoever had stopped them by a link gets them again."""
    kinds = {Mail.NONE: "", Mail.AT_ONCE: NOTICE_MAIL}
    return [kind for wish in wishes.values() if (kind := kinds.get(wish.mail, DIGEST_MAIL))]


def _changeable(code: str) -> NoticeGroup:
    try:
        group = notice_group(code)
    except LookupError as error:
        raise Invalid(_("This kind of notice is not known here. Nothing was changed.")) from error
    if group.locked_because:
        raise Invalid(group.locked_because)
    return group


def _save(user: User, group: NoticeGroup, wish: Wish) -> None:
    Preference.objects.update_or_create(
        user=user, group=group.code, defaults={"in_app": wish.in_app, "mail": wish.mail}
    )
    _move_waiting(user, group.code, wish.mail)


def _move_waiting(user: User, group: str, mail: Mail) -> None:
    """What waits for a digest goes with the other one, or with none."""
    waiting = Notice.objects.filter(user=user, group=group, mailed_at=None, mail__in=[Mail.DAILY, Mail.WEEKLY])
    if mail == Mail.NONE:
        waiting.filter(is_shown=False).delete()
        waiting.update(mail=Mail.NONE)
    elif mail != Mail.AT_ONCE:
        waiting.update(mail=mail)


def stop_group(user_id: int | None, topic: str) -> None:
    """The link in a mail of one group: the page of notices stays. In the caller's transaction."""
    _stop(user_id, lambda group, wish: group.code == topic and wish.mail == Mail.AT_ONCE)


def stop_digest(user_id: int | None, topic: str) -> None:
    """The link in a daily or weekly mail: no group comes with it any more. In the caller's transaction."""
    _stop(user_id, lambda group, wish: wish.mail == topic)


def _stop(user_id: int | None, concerned: Any) -> None:
    if user_id is None:
        return
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        return
    for group, wish in wishes_by_group(user):
        if not group.locked_because and concerned(group, wish):
            _save(user, group, Wish(in_app=True, mail=Mail.NONE))
