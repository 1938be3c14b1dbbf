"""Notices of the demonstration: what its people were told about their sheets. Nothing goes by mail."""

import datetime

from django.utils import timezone

from seguia.accounts.models import User
from seguia.actions.models import Action, Status
from seguia.actions.services.telling import KIND
from seguia.notifications.models import Mail, Notice
from seguia.portal.demo.people import ROLES


def create_demo_notices() -> None:
    """Once: for everybody who acts for a town, the publication of its last sheets; the oldest is read already."""
    for role in ROLES:
        user = User.objects.filter(email=role.email).first()
        if user is None or not role.town or Notice.objects.filter(user=user).exists():
            continue
        scheme, code = role.town.split(":")
        published = Action.objects.filter(
            organisation__territory__scheme=scheme, organisation__territory__code=code, status=Status.PUBLISHED
        )
        Notice.objects.bulk_create(
            _notice(user, action, number) for number, action in enumerate(published.order_by("-published_at")[:3])
        )


def _notice(user: User, action: Action, number: int) -> Notice:
    told = timezone.now() - datetime.timedelta(days=4 * number, hours=3)
    return Notice(
        user=user,
        kind=KIND,
        group="answers",
        facts={"outcome": "published"},
        about_kind=action._meta.label_lower,
        about_id=str(action.pk),
        created_at=told,
        read_at=told + datetime.timedelta(hours=5) if number == 2 else None,
        mail=Mail.NONE,
    )
