"""Reads about organisations, who acts for them, and their memberships."""

import datetime
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.core.permissions import allowed
from seguia.membership.models import (
    OPEN,
    Application,
    Identifier,
    Invitation,
    InvitationState,
    Membership,
    MembershipStatus,
    Organisation,
    Representation,
    Role,
)
from seguia.membership.tokens import digest_of
from seguia.territories.models import Territory


def organisation_ids_of(user: Any) -> set[int]:
    """Organisations a person may write for today (not those whose bills alone they see); empty for visitors and
    inactive people."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return set()
    return set(Representation.objects.of(user).writing().values_list("organisation_id", flat=True))


def organisations_of(user: Any) -> "QuerySet[Organisation]":
    """The organisations a person writes for today, with their territories."""
    return Organisation.objects.filter(pk__in=organisation_ids_of(user)).select_related("territory")


def organisations_connected_to(user: Any) -> "QuerySet[Organisation]":
    """The organisations a person has any role in today; those they represent first. `.best_role` ranks the role."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return Organisation.objects.none()
    rank = Case(
        When(role=Role.REPRESENTATIVE, then=Value(0)),
        When(role=Role.EDITOR, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    ranks: dict[int, int] = {}
    for pk, place in Representation.objects.of(user).annotate(place=rank).values_list("organisation_id", "place"):
        ranks[pk] = min(place, ranks.get(pk, 9))
    whens = [When(pk=pk, then=Value(place)) for pk, place in ranks.items()]
    found = Organisation.objects.filter(pk__in=list(ranks)).select_related("territory")
    return found.annotate(best_role=Case(*whens, default=Value(9), output_field=IntegerField())).order_by(
        "best_role", "pk"
    )


def writes_for(organisation: Organisation) -> bool:
    """Of one from `organisations_connected_to`: whether the person writes for it, or only sees its bills."""
    return int(getattr(organisation, "best_role", 9)) < 2


def all_organisations() -> "QuerySet[Organisation]":
    """Every organisation of the network with its territory; they are public. Those that only asked to join are not."""
    return Organisation.objects.listed().select_related("territory").order_by("pk")


def organisation_by_id(public_id: str) -> Organisation:
    """A public organisation. Raises NotFound."""
    found = all_organisations().filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no organisation with this address."))
    return found


def organisation_for(user: Any, public_id: str, permission: str) -> Organisation:
    """An organisation for somebody who may do this with it; others are told that there is nothing. Raises NotFound."""
    found = Organisation.objects.select_related("territory").filter(public_id=public_id).first()
    if found is None or not allowed(permission, user, found):
        raise NotFound(_("There is no organisation with this address, or you do not act for it."))
    return found


def people_of(organisation: Organisation) -> "QuerySet[Representation]":
    """Who acts for an organisation today; representatives first."""
    place = Case(When(role=Role.REPRESENTATIVE, then=0), When(role=Role.EDITOR, then=1), default=2)
    found = Representation.objects.current().filter(organisation=organisation).select_related("user", "organisation")
    return found.order_by(place, "since", "pk")


def colleague_of(organisation: Organisation, pk: int) -> Representation:
    """One role of one person in an organisation, today. Raises NotFound."""
    found = people_of(organisation).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("This person does not act for this organisation."))
    return found


def unanswered_invitations(organisation: Organisation) -> "QuerySet[Invitation]":
    """Invitations of an organisation without an answer, expired ones among them."""
    found = Invitation.objects.filter(organisation=organisation, state=InvitationState.OPEN)
    return found.select_related("invited_by", "replaces__user").order_by("pk")


def invitation_of(organisation: Organisation, public_id: str) -> Invitation:
    """One invitation of an organisation. Raises NotFound."""
    found = Invitation.objects.select_related("organisation__territory").filter(
        organisation=organisation, public_id=public_id
    )
    invitation = found.first()
    if invitation is None:
        raise NotFound(_("There is no such invitation."))
    return invitation


def invitation_by_token(token: str) -> Invitation:
    """The invitation whose link somebody has. Raises NotFound, the same for every wrong link."""
    digest = digest_of(token)
    found = Invitation.objects.select_related("organisation__territory", "invited_by", "replaces__user")
    invitation = found.filter(token_hash=digest).first() if digest else None
    if invitation is None:
        raise NotFound(
            _("This link is incomplete or does not exist. Copy the whole address from the mail, or ask the organisation "
              "for a new invitation.")
        )  # fmt: skip
    return invitation


def membership_of(organisation: Organisation) -> Membership | None:
    """The membership that is open now, else the last one."""
    order = Case(When(status__in=OPEN, then=0), default=1)
    return Membership.objects.filter(organisation=organisation).order_by(order, "-pk").first()


def memberships_on(day: datetime.date | None = None) -> "QuerySet[Membership]":
    """Who was a member on a day (default: today), with their organisations and territories."""
    return Membership.objects.members_on(day).select_related("organisation__territory")


def membership_for(user: Any, public_id: str) -> Membership:
    """One membership: for the people of the organisation, its applicant and the secretariat. Raises NotFound."""
    found = Membership.objects.select_related(
        "organisation__territory", "application__applicant", "merged_into__organisation"
    )
    membership = found.filter(public_id=public_id).first()
    if membership is not None:
        application = application_of(membership)
        if allowed("membership.view_people", user, membership.organisation) or (
            application is not None and allowed("membership.view_application", user, application)
        ):
            return membership
    raise NotFound(_("There is no membership with this address, or it is not yours to see."))


def application_of(membership: Membership) -> Application | None:
    """The papers of the request; None for members the secretariat entered itself."""
    return getattr(membership, "application", None)


def own_requests(user: Any) -> "QuerySet[Membership]":
    """Requests a person sent that are not decided yet, with what the applicant has to do."""
    waiting = [MembershipStatus.REQUESTED, MembershipStatus.CHECKED]
    found = Membership.objects.filter(application__applicant_id=user.pk or 0, status__in=waiting)
    return found.select_related("organisation__territory", "application").order_by("pk")


def may_submit(organisation_id: int) -> bool:
    """Whether an organisation may hand in sheets: while it is a member. One that never asked for membership may as
    well: the secretariat entered it, and reads everything before it is published. One query."""
    rows = list(Membership.objects.filter(organisation_id=organisation_id).values_list("status", "until"))
    if not rows:
        return True
    running = {MembershipStatus.ACTIVE, MembershipStatus.RESIGNED}
    today = timezone.localdate()
    return any(status in running and (until is None or until > today) for status, until in rows)


def memberships_at(territory: Territory) -> list[Membership]:
    """Memberships of today of the organisations of a town. One query."""
    found = Membership.objects.in_directory().filter(organisation__territory=territory)
    return list(found.select_related("organisation__territory").order_by("organisation_id"))


def memberships_to_follow_mergers() -> "QuerySet[Membership]":
    """Memberships of towns that have ended: they go on in the town that followed."""
    states = [s for s in OPEN if s not in {MembershipStatus.REQUESTED, MembershipStatus.CHECKED}]
    found = Membership.objects.filter(status__in=states, organisation__territory__valid_to__isnull=False)
    return found.select_related("organisation__territory").order_by("organisation__territory__valid_to", "pk")


def requests_to_check() -> "QuerySet[Membership]":
    """Requests that wait for the secretariat, the oldest first."""
    found = Membership.objects.filter(Q(application__returned_at=None), status=MembershipStatus.REQUESTED)
    return found.select_related("organisation__territory", "application").order_by("requested_at", "pk")


def requests_for_the_board() -> "QuerySet[Membership]":
    """Checked requests that wait for the board's decision, the oldest first."""
    found = Membership.objects.filter(status=MembershipStatus.CHECKED)
    return found.select_related("organisation__territory", "application").order_by("requested_at", "pk")


def identifier_of(organisation: Organisation, pk: int) -> Identifier:
    """One official number of an organisation. Raises NotFound."""
    found = Identifier.objects.filter(organisation=organisation, pk=pk).first()
    if found is None:
        raise NotFound(_("This number is no longer there."))
    return found


def memberships_by_state(status: str = "") -> "QuerySet[Membership]":
    """For the secretariat: all, or those in one state, last changed first."""
    found = Membership.objects.select_related("organisation__territory").order_by("-changed_at", "-pk")
    return found.filter(status=status) if status else found


def membership_counts() -> dict[str, int]:
    """How many memberships there are in each state. One query."""
    rows = Membership.objects.order_by("status").values_list("status").annotate(number=Count("pk"))
    return dict(rows)


def organisations_without_membership() -> "QuerySet[Organisation]":
    """Listed organisations with no open membership, for the secretariat."""
    open_ones = Membership.objects.open().filter(organisation=OuterRef("pk"))
    return all_organisations().filter(~Exists(open_ones))


def organisations_left_alone_by(user: Any) -> "QuerySet[Organisation]":
    """Organisations that have nobody else who represents them today."""
    represented = Representation.objects.of(user).filter(role=Role.REPRESENTATIVE).values("organisation_id")
    others = Representation.objects.current().filter(
        organisation=OuterRef("pk"), role=Role.REPRESENTATIVE, user__is_active=True
    )
    alone = Organisation.objects.filter(pk__in=represented).exclude(Exists(others.exclude(user_id=user.pk or 0)))
    return alone.select_related("territory")


def shown_memberships(organisation: Organisation) -> "list[Membership]":
    """The memberships of an organisation that the directory shows. One query."""
    return list(Membership.objects.in_directory().filter(organisation=organisation))
