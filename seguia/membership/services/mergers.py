"""Member towns that merge: the new town's membership goes on, the old ones end with a pointer to it, nothing is lost."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import Conflict, Invalid
from seguia.core.permissions import require
from seguia.membership.mails import tell_organisation
from seguia.membership.models import (
    COUNTED,
    Contact,
    Membership,
    MembershipKind,
    MembershipStatus,
    Organisation,
    OrganisationKind,
    Representation,
)
from seguia.membership.naming import local_government_name
from seguia.membership.services.changing import change, checked_day, locked
from seguia.territories.models import Territory
from seguia.territories.queries import who_is_now

CONTINUED = (MembershipStatus.ACCEPTED, *COUNTED)
_RANK = [MembershipStatus.ACTIVE, MembershipStatus.RESIGNED, MembershipStatus.SUSPENDED, MembershipStatus.ACCEPTED]


def merge_memberships(
    *,
    user: Any,
    memberships: Sequence[Membership],
    into: Organisation,
    on: datetime.date | None = None,
    reference: str = "",
) -> Membership:
    """End these memberships and go on with that of `into`: the best state, the earliest beginning, the people, the
    contacts. Sheets stay with the towns that wrote them. Raises Refused, Invalid, Conflict."""
    with transaction.atomic():
        require("membership.manage_membership", user)
        day = checked_day(on)
        olds = [locked(membership, CONTINUED) for membership in sorted(memberships, key=lambda one: one.pk)]
        if not olds or any(old.organisation_id == into.pk for old in olds):
            raise Invalid(_("Choose the memberships that end and another organisation that continues them."))
        ends = [_end_of(old) for old in olds]
        for old in olds:
            _end(old, user, day, reference)
        new = _continued(into, olds, ends, user, day, reference)
        for old in olds:
            old.merged_into = new
            old.save(update_fields=["merged_into"])
            _carry_people(old.organisation, into, day)
            _carry_contacts(old.organisation, into)
            tell_organisation(old, "merged")
    return new


def _end_of(old: Membership) -> tuple[int, MembershipStatus]:
    status = MembershipStatus(old.status)
    return _RANK.index(status), status


def _end(old: Membership, user: Any, day: datetime.date, reference: str) -> None:
    old.until = max(day, old.since) if old.since else day
    change(old, MembershipStatus.ENDED, user=user, on=day, reference=reference, code="merged")


def _continued(
    into: Organisation,
    olds: list[Membership],
    ends: list[tuple[int, MembershipStatus]],
    user: Any,
    day: datetime.date,
    reference: str,
) -> Membership:
    """The membership of the new organisation, made or brought to the best state of those it continues."""
    state = min(ends)[1]
    state = MembershipStatus.ACTIVE if state == MembershipStatus.RESIGNED else state
    new = Membership.objects.select_for_update(of=("self",)).open().filter(organisation=into).first()
    if new is None:
        kinds = [kind for kind in MembershipKind.values if any(old.kind == kind for old in olds)]
        new = Membership(organisation=into, kind=kinds[0], version=0)
    firsts = [old.member_since or old.since for old in (*olds, new)]
    new.member_since = min((first for first in firsts if first), default=None)
    if new.status not in COUNTED:
        new.status = state
        new.since = day if state in COUNTED else None
        if new.pk is None:
            new.full_clean()
            new.save()
    if not into.is_listed:
        into.is_listed = True
        into.save(update_fields=["is_listed", "changed_at"])
    return change(new, MembershipStatus(new.status), user=user, on=day, reference=reference, code="continued")


def _carry_people(old: Organisation, new: Organisation, day: datetime.date) -> None:
    """Whoever acts for the old town acts for the new one as well; the old town's sheets stay in their hands."""
    since = min(day, timezone.localdate())
    for one in Representation.objects.current().filter(organisation=old).order_by("pk"):
        Representation.objects.get_or_create(
            user_id=one.user_id, organisation=new, role=one.role, until=one.until, defaults={"since": since}
        )


def _carry_contacts(old: Organisation, new: Organisation) -> None:
    for contact in old.contacts.order_by("pk"):
        facts = {name: getattr(contact, name) for name in ("name", "function", "email", "phone")}
        Contact.objects.get_or_create(organisation=new, kind=contact.kind, defaults=facts)


def continue_in_new_town(*, user: Any, membership: Membership, version: str = "") -> Membership:
    """What the desk proposes when a member town has merged: continue its membership, and those of its neighbours in
    the same merger, in the town that is there now. Raises Refused, Conflict when that is not one town."""
    with transaction.atomic():
        require("membership.manage_membership", user, membership)
        fresh = locked(membership, CONTINUED, version=version)
        territory = fresh.organisation.territory
        if territory is None or territory.is_current or territory.valid_to is None:
            raise Conflict(_("This town has not merged. Nothing was changed."))
        followers = who_is_now(territory)
        if len(followers) != 1:
            raise Conflict(
                _("Not one town followed this one but %(number)s. Nothing was changed; end this membership by hand and "
                  "write down those that follow.") % {"number": len(followers)}
            )  # fmt: skip
        into = _town_hall_of(followers[0])
        return merge_memberships(
            user=user, memberships=_merged_with(fresh, followers[0]), into=into, on=territory.valid_to
        )


def _town_hall_of(territory: Territory) -> Organisation:
    found = (
        Organisation.objects.filter(territory=territory, kind=OrganisationKind.LOCAL_GOVERNMENT).order_by("pk").first()
    )
    if found is not None:
        return found
    organisation = Organisation(
        kind=OrganisationKind.LOCAL_GOVERNMENT, territory=territory, name=local_government_name(territory)
    )
    organisation.full_clean()
    organisation.save()
    return organisation


def _merged_with(membership: Membership, follower: Territory) -> list[Membership]:
    """This membership and those of the other member towns that became the same town on the same day."""
    territory = membership.organisation.territory
    same_day = Membership.objects.filter(
        status__in=CONTINUED, organisation__territory__valid_to=territory.valid_to if territory else None
    ).select_related("organisation__territory")
    return [
        one
        for one in same_day.order_by("pk")
        if one.pk == membership.pk
        or (one.organisation.territory and [t.pk for t in who_is_now(one.organisation.territory)] == [follower.pk])
    ]
