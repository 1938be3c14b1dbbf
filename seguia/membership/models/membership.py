"""The life of a membership: asked for, checked, accepted, paid, sometimes suspended, ended; and its dated history."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.identifiers import new_public_id
from seguia.membership.models.organisation import Organisation


class MembershipKind(models.TextChoices):
    """What sort of member; rights differ (docs/membership.md)."""

    FULL = "full", _("full member")
    ASSOCIATE = "associate", _("associate member")
    PARTNER = "partner", _("partner")
    HONORARY = "honorary", _("honorary member")


class MembershipStatus(models.TextChoices):
    """Where a membership stands."""

    REQUESTED = "requested", _("requested")
    CHECKED = "checked", _("checked, waits for the board")
    ACCEPTED = "accepted", _("accepted, waits for the first payment")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    RESIGNED = "resigned", _("resigned, until the end of the notice")
    ENDED = "ended", _("ended")
    REFUSED = "refused", _("refused")


OPEN = tuple(s for s in MembershipStatus if s not in {MembershipStatus.ENDED, MembershipStatus.REFUSED})
"""An organisation has at most one membership in one of these states."""
COUNTED = (MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED, MembershipStatus.RESIGNED)
"""States in which an organisation is a member."""


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Who is and who was a member."""

    def open(self) -> Self:
        """Those that are asked for or running."""
        return self.filter(status__in=OPEN)

    def members_on(self, day: datetime.date | None = None) -> Self:
        """Memberships that ran on a day (default: today), suspended ones among them; exact for past days as well."""
        day = day or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def active_on(self, day: datetime.date | None = None) -> Self:
        """Those that ran on a day and were not suspended then, by the dated history."""
        day = day or timezone.localdate()
        last = MembershipChange.objects.filter(membership=OuterRef("pk"), on__lte=day).order_by("-on", "-pk")
        running = [MembershipStatus.ACTIVE, MembershipStatus.RESIGNED]
        return (
            self.members_on(day).annotate(state_then=Subquery(last.values("after")[:1])).filter(state_then__in=running)
        )

    def in_directory(self) -> Self:
        """Members of today that everybody may see, suspended ones not among them."""
        running = [MembershipStatus.ACTIVE, MembershipStatus.RESIGNED]
        return self.members_on().filter(status__in=running, organisation__is_listed=True)


class Membership(models.Model):
    """One organisation's membership during one period. After leaving and coming back there are two."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    kind = models.CharField(
        _("kind of member"), max_length=12, choices=MembershipKind.choices, default=MembershipKind.FULL
    )
    status = models.CharField(
        _("state"), max_length=12, choices=MembershipStatus.choices, default=MembershipStatus.REQUESTED
    )
    requested_at = models.DateTimeField(_("requested"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    """Counts up with each change: who decides on an older one is told."""
    since = models.DateField(_("member since"), null=True, blank=True)
    """The day of the first payment; None until then."""
    until = models.DateField(_("member until (exclusive)"), null=True, blank=True)
    member_since = models.DateField(_("member without a break since"), null=True, blank=True)
    """As `since`, or earlier where this continues the memberships of towns that merged: what people are shown."""
    board_on = models.DateField(_("day of the board’s decision"), null=True, blank=True)
    board_reference = models.CharField(_("reference of the board’s decision"), max_length=80, blank=True)
    notice_on = models.DateField(_("day of the written notice"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("continued by")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(status__in=[*OPEN]),
                name="membership_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[*COUNTED]) | Q(since__isnull=False), name="membership_has_begun"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="membership_period"
            ),
        ]
        indexes = [models.Index(fields=["status", "since"], name="membership_status_since")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.status}"

    @property
    def is_running(self) -> bool:
        """Whether the organisation is a member today, suspended or not."""
        today = timezone.localdate()
        if self.status not in COUNTED or self.since is None:
            return False
        return self.since <= today and (self.until is None or self.until > today)


class MembershipChange(models.Model):
    """One step in the life of a membership; never changed."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="changes")
    on = models.DateField(_("takes effect on"))
    before = models.CharField(max_length=12, choices=MembershipStatus.choices, blank=True)
    after = models.CharField(max_length=12, choices=MembershipStatus.choices)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    reference = models.CharField(_("reference of the decision"), max_length=80, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change of a membership")
        verbose_name_plural = _("changes of memberships")
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["membership", "on"], name="membership_change_day")]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.on} {self.before} → {self.after}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """History is written once. Raises TypeError for a second time."""
        if not self._state.adding:
            raise TypeError("the history of a membership is not changed; write another row")
        super().save(*args, **kwargs)
