"""A person's name and language; where they are signed in."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from seguia.accounts.mailing import AccountMail, send
from seguia.accounts.models import User
from seguia.accounts.queries import open_sessions
from seguia.accounts.recording import record


def save_profile(*, user: User, name: str, language: str) -> User:
    """What people see of each other, and the language of pages and mails. Raises ValidationError."""
    with transaction.atomic():
        fresh = User.objects.select_for_update().get(pk=user.pk)
        changed = [field for field, value in (("name", name), ("language", language)) if getattr(fresh, field) != value]
        if changed:
            fresh.name, fresh.language = name, language
            fresh.full_clean(exclude=["password"])
            fresh.save(update_fields=changed)
            record("accounts.user.profile_changed", fresh, actor=fresh, fields=changed)
    return fresh


def end_sessions(*, user: User, except_key: str | None, only: Iterable[int] | None = None) -> int:
    """Sign the person out elsewhere: everywhere but here, or only in the named sessions. Returns in how many places."""
    named = None if only is None else set(only)
    ended = [s for s in open_sessions(user) if s.session_key != except_key and (named is None or s.pk in named)]
    with transaction.atomic():
        get_adapter().end_sessions(ended)
        if ended:
            record("accounts.user.sessions_ended", user, actor=user, number=len(ended))
    return len(ended)


def forget_ended_sessions() -> int:
    """Addresses and browsers of sessions that are over are nobody's business any more; a periodic job."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    alive = Session.objects.values("session_key")
    return int(UserSession.objects.exclude(session_key__in=alive).delete()[0])


def remove_second_factors(*, user: User) -> int:
    """For somebody who has lost them all; the person is told by mail. Returns how many there were."""
    with transaction.atomic():
        number = Authenticator.objects.filter(user=user).delete()[0]
        if number:
            record("accounts.user.second_factor_removed", user)
            facts = {"what": "second_factor_removed", "at": timezone.now().isoformat()}
            send(AccountMail("accounts.security_notice", user, facts))
    return int(number)
